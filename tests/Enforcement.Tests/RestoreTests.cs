using Oversight.Enforcement.Data;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>What holds after this service's database was restored to an earlier point.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_number_that_the_restore_forgot_is_not_issued_again()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        Assert.Equal("教立330282〔2026〕1号", await NumberAsync(cases, "2026-11-18"));

        await cases.Services.BeginEpochAsync<Data.EnforcementDbContext>("restored");

        Assert.Equal("教立330282〔2026〕10001号", await NumberAsync(cases, "2026-11-19"));
        Assert.Equal("教立330282〔2026〕10002号", await NumberAsync(cases, "2026-11-20"));
    }

    private static async Task<string?> NumberAsync(CasesUnderTest cases, string actOn)
    {
        var (id, _) = await cases.FileAsync(CasesUnderTest.Filing(actOn: actOn));
        return (await cases.CaseAsync(id)).GetProperty("case").GetProperty("number").GetString();
    }
}
