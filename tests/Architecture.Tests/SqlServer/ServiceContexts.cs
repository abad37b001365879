using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Architecture.Tests.SqlServer;

/// <summary>The contexts that carry migrations: each service's and the platform's, one per provider. None is ever connected.</summary>
internal static class ServiceContexts
{
    private static readonly string[] Services = [
        "Registry", "Inspection", "Enforcement", "CreditFile", "Complaint", "Disclosure", "Identity"];

    public static IEnumerable<Assembly> Assemblies =>
        Services.Select(service => Assembly.Load($"Oversight.{service}")).Prepend(typeof(ServiceDbContext).Assembly);

    /// <summary>Those of one provider, or of all.</summary>
    public static IEnumerable<Type> All(string provider = "") => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(
            type => !type.IsAbstract && typeof(DbContext).IsAssignableFrom(type)
                && type.Name.EndsWith($"{provider}Context", StringComparison.Ordinal));

    public static DbContext New(string name)
    {
        var context = All().Single(type => type.FullName == name);
        var factory = context.Assembly.GetTypes().Single(type => IsFactoryOf(type, context));
        return (DbContext)factory.GetMethod("CreateDbContext")!.Invoke(
            Activator.CreateInstance(factory, nonPublic: true), [Array.Empty<string>()])!;
    }

    private static bool IsFactoryOf(Type type, Type context) =>
        type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(DesignTimeContexts<>)
            && parent.GetGenericArguments()[0] == context;

}
