using System.Text.RegularExpressions;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// Forms that the code is leaving. What is left of each stands here with its number: a number that has fallen is lowered here, and none may
/// rise. A form of which nothing is left keeps its rule and its canary and has an empty list.
/// </summary>
public sealed partial class RemainingTests
{
    // A handler reads from top to bottom: open, decide, done. One that is given the decision as a function hides the order of the law.
    private static readonly Dictionary<string, int> Callbacks = [];

    // A fact that is an object is named by nobody: its consumer cannot be read from the signature.
    private static readonly Dictionary<string, int> UnnamedFacts = [];

    // Who acts and when is one value, the act context; here are the parameters that say it otherwise, by service.
    private static readonly Dictionary<string, int> OtherContexts = new()
    {
        ["services/Inspection"] = 2,
        ["services/Shared"] = 2,
    };

    [Fact]
    public void No_handler_is_given_a_decision_as_a_function_but_those_that_are_listed() =>
        Assert.Equal(Lines(Callbacks), Lines(Count(Callback, file => file.Path)));

    [Fact]
    public void No_decision_answers_an_unnamed_fact_but_those_that_are_listed() =>
        Assert.Equal(Lines(UnnamedFacts), Lines(Count(UnnamedFact, file => file.Path)));

    [Fact]
    public void Who_acts_and_when_is_one_value_but_where_it_is_listed() =>
        Assert.Equal(Lines(OtherContexts), Lines(Count(OtherContext, file => string.Join('/', file.Path.Split('/')[..2]))));

    [Theory]
    [InlineData("public Task<Result> DoAsync(Guid id, Func<Case, Moment, Task<Result>> step, CancellationToken cancellation)", 1)]
    [InlineData("public Task DoAsync(Func<Matter, Deed, Result<MatterEntry>> transition,\n    Func<Matter, Task<Result>>? effects)", 2)]
    [InlineData("public static Result Check(Func<string, RuleVersion<ResultCategory>?> category, Func<Institution, string> name)", 0)]
    public void Canary_a_callback_is_counted(string text, int expected) => Assert.Equal(expected, Callback(Bad(text)).Count());

    [Fact]
    public void Canary_an_unnamed_fact_is_counted() =>
        Assert.Single(UnnamedFact(Bad("public Result<object> Recheck(DateOnly today) => Failed(today);")));

    [Theory]
    [InlineData("public Result Accept(Deed deed) => By(deed);", 1)]
    [InlineData("public Result Annul(LegalBasis ground, DateOnly annulledOn, Moment moment)", 1)]
    [InlineData("public Result Close(string officer, string decision, DateTime at)", 1)]
    [InlineData("public Result Extend(int days, DateOnly today, string reason, string by)", 1)]
    [InlineData("public Result Accept(ActContext act) => By(act);", 0)]
    [InlineData("public Result Publish(string title, DateOnly on) => Done;", 0)]
    public void Canary_another_context_of_an_act_is_counted(string text, int expected) =>
        Assert.Equal(expected, OtherContext(Bad(text)).Count());

    private static IEnumerable<string> Callback(SourceFile file) =>
        FunctionType().Matches(file.Text).Select(m => m.Value).Where(text => ResultType().IsMatch(text));

    private static IEnumerable<string> UnnamedFact(SourceFile file) => ResultOfObject().Matches(file.Text).Select(m => m.Value);

    private static IEnumerable<string> OtherContext(SourceFile file) => WhoAndWhen().Matches(file.Text).Select(m => m.Value);

    private static Dictionary<string, int> Count(Func<SourceFile, IEnumerable<string>> rule, Func<SourceFile, string> place) =>
        SourceFile.Product
            .Where(file => file.Path.StartsWith("services/", StringComparison.Ordinal))
            .GroupBy(place).Select(files => (Place: files.Key, Found: files.Sum(file => rule(file).Count())))
            .Where(found => found.Found > 0)
            .ToDictionary(found => found.Place, found => found.Found);

    private static IEnumerable<string> Lines(Dictionary<string, int> counts) =>
        counts.Select(count => $"{count.Key}: {count.Value}").Order(StringComparer.Ordinal);

    private static SourceFile Bad(string text) => new("services/Registry/Institutions/Bad.cs", text);

    // Four levels of type arguments; deeper ones do not occur.
    [GeneratedRegex("Func<(?:[^<>]|<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>)*>")]
    private static partial Regex FunctionType();

    [GeneratedRegex(@"\bResult\b")]
    private static partial Regex ResultType();

    [GeneratedRegex(@"\bResult<object\??>")]
    private static partial Regex ResultOfObject();

    [GeneratedRegex(
        @"\b(?:Deed|Moment)\??\s+\w+\s*[,)=]" +
        @"|\bstring (?:by|officer|approvedBy|proposedBy|actor|actorId)\b[^()]*?\b(?:DateTime|DateOnly) (?:now|at|on|today)\b" +
        @"|\b(?:DateTime|DateOnly) (?:now|at|on|today), (?:[^()]*, )?string (?:by|officer|approvedBy|actor|actorId)\b")]
    private static partial Regex WhoAndWhen();
}
