using System.Net;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>The simplified procedure (简易程序, 行政处罚法 第五十一条).</summary>
public sealed class CasesOnTheSpotTests
{
    [Theory]
    [InlineData("organisation", 300_000, true)]
    [InlineData("organisation", 300_001, false)]
    [InlineData("sole_trader", 20_001, false)]
    public async Task On_the_spot_only_small_fines_are_imposed_and_served_at_once(string partyKind, long fineFen, bool possible)
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var body = new
        {
            institutionId = CasesUnderTest.Training, partyKind, handlers = CasesUnderTest.Handlers("market"),
            kinds = new[] { "fine" }, fineFen,
            act = new { violation = "V32", actOn = "2026-11-24" }, facts = "未明码标价",
        };
        using var answer = await cases.Market.CommandAsync($"{CasesUnderTest.Api}/cases/simplified", body);
        if (!possible)
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "enforcement.case.not_on_the_spot");
            return;
        }

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var filed = await answer.ReadJsonAsync();
        Assert.Equal(("served", "minor"), (filed.GetProperty("state").GetString(), filed.GetProperty("creditClass").GetString()));
        var fact = Assert.Single(await cases.FactsOfAsync(filed.GetProperty("penaltyId").GetGuid()));
        Assert.Contains("\"simplified\":true", fact.Payload, StringComparison.Ordinal);
    }
}
