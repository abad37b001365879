using System.Text.RegularExpressions;

namespace Oversight.Architecture.Tests;

/// <summary>The house rules that a source file can break. Each returns one sentence per fault.</summary>
internal static partial class SourceRules
{
    /// <summary>Lines of a document of at most 140 columns; a row of a table cannot be broken.</summary>
    public static IEnumerable<string> Prose(SourceFile file) => Columns(
        file with { Text = string.Join('\n', file.Lines.Select(line => line.TrimStart().StartsWith('|') ? "" : line)) });

    /// <summary>Lines of at most 140 columns.</summary>
    public static IEnumerable<string> Columns(SourceFile file) => file.Lines
        .Select((line, at) => (Text: line.TrimEnd('\r'), Number: at + 1)).Where(line => line.Text.Length > 140)
        .Select(line => $"{file.Path}:{line.Number} has {line.Text.Length} columns");

    /// <summary>Files of at most 400 lines; a file that maps an endpoint is a slice of at most 150.</summary>
    public static IEnumerable<string> Size(SourceFile file)
    {
        var most = Slice().IsMatch(file.Text) && file.Path.StartsWith("services/", StringComparison.Ordinal)
            && !file.Path.StartsWith("services/Shared/", StringComparison.Ordinal) ? 150 : 400;
        var lines = file.Text.TrimEnd('\n').Split('\n').Length;
        return lines > most ? [$"{file.Path} has {lines} lines; {most} are allowed"] : [];
    }

    /// <summary>No type is called by a word that says nothing.</summary>
    public static IEnumerable<string> Names(SourceFile file) =>
        TypeName().Matches(file.Text).Select(m => m.Groups[1].Value)
            .Where(name => EmptyWord().IsMatch(name))
            .Select(name => $"{file.Path}: {name} is named by an empty word");

    /// <summary>Aggregates know neither EF Core nor ASP.NET Core nor MassTransit, and have no clock.</summary>
    public static IEnumerable<string> Aggregates(SourceFile file) =>
        Aggregate().IsMatch(file.Text) && !file.Path.StartsWith("services/Shared/", StringComparison.Ordinal)
            && !file.Path.StartsWith("services/Identity/", StringComparison.Ordinal)
            ? Framework().Matches(file.Text).Select(m => $"{file.Path}: an aggregate must not use {m.Value}")
            : [];

    /// <summary>Only the outbox's delivery talks to the bus.</summary>
    public static IEnumerable<string> Publishing(SourceFile file) =>
        file.Path == "services/Shared/Messaging/Outbox/Delivery.cs"
            ? [] : Publish().Matches(file.Text).Select(m => $"{file.Path}: {m.Value.Trim()} outside the relay");

    /// <summary>The transport is named in one project, so that another one can carry the same facts.</summary>
    public static IEnumerable<string> Transport(SourceFile file) =>
        file.Path.StartsWith("services/Shared/Messaging/", StringComparison.Ordinal)
            ? []
            : TransportName().Matches(file.Text).Select(m => $"{file.Path}: {m.Value} outside Messaging");

    /// <summary>
    /// Only the commit, the inbox and the workers of Persistence save and open transactions; of the services only the register's import
    /// opens one (ADR 4).
    /// </summary>
    public static IEnumerable<string> Saving(SourceFile file) =>
        file.Path.StartsWith("services/Shared/Persistence/", StringComparison.Ordinal)
        || file.Path.StartsWith("services/Shared/Messaging/", StringComparison.Ordinal) || file.Path == TransactionByDecision
            ? []
            : Save().Matches(file.Text).Select(m => $"{file.Path}: {m.Value} beside the commit");

    /// <summary>The one file that may open a transaction, by ADR 4.</summary>
    public const string TransactionByDecision = "services/Registry/Import/ImportRun.cs";

    /// <summary>No provider's SQL outside the one folder of providers and the migrations.</summary>
    public static IEnumerable<string> Sql(SourceFile file) =>
        file.Path.StartsWith("services/Shared/Persistence/Providers/", StringComparison.Ordinal)
            ? [] : RawSql().Matches(file.Text).Select(m => $"{file.Path}: {m.Value} is SQL text");

    /// <summary>
    /// Ids are in the order of their making within a process only. Whatever is read "oldest first" says by what; pages over everything may
    /// follow the ids.
    /// </summary>
    public static IEnumerable<string> Order(SourceFile file) => file.Path is OrderWithinOneAct or OrderOfPages
        ? []
        : Statement().Matches(file.Text).Where(m => OrderById().IsMatch(m.Value) && !m.Value.Contains(".Take(", StringComparison.Ordinal))
            .Select(m => $"{file.Path}: {OrderById().Match(m.Value).Value} orders by an id what is not read in pages");

    /// <summary>Everything in pages, in the order that the cursor is made of.</summary>
    private const string OrderOfPages = "services/Disclosure/Institutions/SearchCourse.cs";

    /// <summary>Tasks of an operation are entered by one act, whose ids are in the order of entry.</summary>
    private const string OrderWithinOneAct = "services/Enforcement/Operations/ReadOperations.cs";

    /// <summary>Nothing is swallowed, left for later or pretended.</summary>
    public static IEnumerable<string> Honesty(SourceFile file) =>
        Pretence().Matches(file.Text).Select(m => $"{file.Path}: {m.Value.Trim()}");

    /// <summary>
    /// No test asks that a few hexadecimal digits be absent from a text with random ids in it: it would fail by chance, about once in
    /// 16 to the power of the digits for every character of an id.
    /// </summary>
    public static IEnumerable<string> Chance(SourceFile file) =>
        AbsentDigits().Matches(file.Text)
            .Select(
                m =>
                    $"{file.Path}: {m.Value} stands in a random id by chance; look in a text without ids, as ProblemBody.WithoutTraceId()");

    /// <summary>What is done with a value depends on its type or on what its place says of it, never on what its type is called.</summary>
    public static IEnumerable<string> TypeNames(SourceFile file) => file.Path == MarksByName
        ? []
        : TypeByName().Matches(file.Text).Select(m => $"{file.Path}: {m.Value} decides by the name of a type");

    /// <summary>The one file that knows types by name: persistence references no contract, and reads the marks of contracts.</summary>
    public const string MarksByName = "services/Shared/Persistence/Outbox/ContractMark.cs";

    /// <summary>
    /// A fault is told by its type, its code or its number, never by its text: a text is written for people and changes with a version or a
    /// language.
    /// </summary>
    public static IEnumerable<string> FaultTexts(SourceFile file) => TextsThatTell.ContainsKey(file.Path)
        ? []
        : FaultByText().Matches(file.Text).Select(m => $"{file.Path}: {m.Value} tells a fault by its text");

    /// <summary>Files that must tell a fault by a library's text, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> TextsThatTell { get; } = new Dictionary<string, string>
    {
        ["services/Shared/Persistence/Providers/DatabaseErrors.cs"] = "the one place for what the drivers say in no other way",
        ["services/Shared/Web/Hosting/FaultProblems.cs"] = "the framework names the parameter or member at fault in its message only",
    };

    [GeneratedRegex(
        @"(GetType\(\)|\btypeof\([^)]*\)|\b[tT]ype|\w+Type)\??\.(Full)?Name\??" +
        @"(\.(EndsWith|StartsWith|Contains|Equals|IndexOf)\(| (==|!=|is|switch)\s)")]
    private static partial Regex TypeByName();

    [GeneratedRegex(
        @"\.Message\??\.(Contains|StartsWith|EndsWith|Equals|IndexOf|Split|Substring|Replace)\(" +
        @"|\b(Match|Matches|IsMatch)\((\w+\.)*\w*\.Message\b|\.Message (==|!=|is|switch)\s|\{ Message: ")]
    private static partial Regex FaultByText();

    [GeneratedRegex(@"DoesNotContain\(""[0-9a-fA-F]{1,6}"",(?!\s*\w+\.WithoutTraceId\(\))")]
    private static partial Regex AbsentDigits();

    [GeneratedRegex(@"\.Map(Get|Post|Put|Patch|Delete|Methods)\(")]
    private static partial Regex Slice();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Util|Common|Base|Info|Dto|Impl)$")]
    private static partial Regex EmptyWord();

    [GeneratedRegex(@"class\s+\w+[^{]*:\s*[^{]*\bIVersioned\b")]
    private static partial Regex Aggregate();

    [GeneratedRegex(@"using (Microsoft\.EntityFrameworkCore|Microsoft\.AspNetCore|MassTransit)[\w.]*;|\bTimeProvider\b")]
    private static partial Regex Framework();

    [GeneratedRegex(@"\bIPublishEndpoint\b|\bISendEndpoint\w*\b|\bIRequestClient\b|\.Publish\(|\bIBus\b")]
    private static partial Regex Publish();

    [GeneratedRegex(@"\bMassTransit\b")]
    private static partial Regex TransportName();

    [GeneratedRegex(@"\.SaveChanges(Async)?\(|\.BeginTransaction(Async)?\(|\bTransactionScope\b")]
    private static partial Regex Save();

    [GeneratedRegex(@"\b(FromSql\w*|ExecuteSql\w*|SqlQuery\w*|CommandText)\b")]
    private static partial Regex RawSql();

    [GeneratedRegex("[^;{}]+;")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\.OrderBy(Descending)?\((\w+) => \2\.Id\)")]
    private static partial Regex OrderById();

    [GeneratedRegex(@"catch\s*(\(\s*Exception[^)]*\))?\s*\{\s*\}|\b(TODO|FIXME|HACK)\b|NotImplementedException|[Ii]n production one would")]
    private static partial Regex Pretence();
}
