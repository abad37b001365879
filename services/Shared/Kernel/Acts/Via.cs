namespace Oversight.Kernel;

/// <summary>What does an act: how a state is left, and by whom.</summary>
public abstract record Via
{
    private Via()
    {
    }

    /// <summary>An endpoint, by its operation's name in the API.</summary>
    public static Via Route(params IReadOnlyList<string> operations) => new OfRoute(operations);

    /// <summary>A date that comes: the key of a statutory clock, or the kind of a deadline.</summary>
    public static Via Date(string key) => new OfDate(key);

    /// <summary>A fact of this or another service, by the name of its contract.</summary>
    public static Via Fact(string contract) => new OfFact(contract);

    /// <summary>A worker of the service.</summary>
    public static Via Worker(string name) => new OfWorker(name);

    /// <summary>An officer, by one of these operations.</summary>
    /// <param name="Operations">Names of endpoints, e.g. <c>AcceptClue</c>.</param>
    public sealed record OfRoute(IReadOnlyList<string> Operations) : Via;

    /// <summary>The calendar.</summary>
    /// <param name="Key">The clock or deadline.</param>
    public sealed record OfDate(string Key) : Via;

    /// <summary>Something that happened elsewhere.</summary>
    /// <param name="Contract">The contract.</param>
    public sealed record OfFact(string Contract) : Via;

    /// <summary>The program itself.</summary>
    /// <param name="Name">The worker.</param>
    public sealed record OfWorker(string Name) : Via;
}
