namespace Oversight.Messaging;

/// <summary>Names of consumers and of their queues: <c>&lt;service&gt;.&lt;consumer-kebab&gt;</c>.</summary>
public static class ConsumerName
{
    /// <summary>
    /// The name of a consumer class, without the word Consumer: <c>InstitutionChangedConsumer</c> in disclosure is
    /// <c>disclosure.institution-changed</c>.
    /// </summary>
    public static string Of<TConsumer>(string service) => Of(typeof(TConsumer), service);

    /// <summary>
    /// The name of the one consumer of a contract that is addressed to a service: <c>StateAnnounced</c> for disclosure is
    /// <c>disclosure.state-announced</c>.
    /// </summary>
    public static string For(Type contract, string service) =>
        $"{service}.{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(contract.Name)}";

    /// <summary>
    /// The name of a consumer class as above. One that is generic over its contract carries the contract's name:
    /// <c>RegisterCopyConsumer&lt;…, InstitutionChanged&gt;</c> in inspection is <c>inspection.register-copy-institution-changed</c>.
    /// </summary>
    public static string Of(Type consumer, string service)
    {
        var name = consumer.Name.Split('`')[0];
        name = name.EndsWith("Consumer", StringComparison.Ordinal) ? name[..^"Consumer".Length] : name;
        name += consumer.IsGenericType ? consumer.GetGenericArguments()[^1].Name : "";
        return $"{service}.{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name)}";
    }
}
