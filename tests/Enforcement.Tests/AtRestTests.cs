using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Persistence;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>A natural person who is the party cannot be read on disk, and stays one party whatever keys are replaced.</summary>
public sealed class AtRestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_cannot_be_read_in_any_file_and_the_lock_on_the_act_holds_after_both_keys_were_replaced()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var filing = CasesUnderTest.Filing("V03", incomeFen: null);
        filing.Remove("institutionId");
        filing["partyKind"] = "natural_person";
        filing["party"] = new { name = "欧阳补课", division = "330282", address = "试验小区 1 幢 702" };
        var (id, _) = await cases.FileAsync(filing);

        Assert.Empty(await OnDisk.FindAsync(cases.Folder, ["欧阳补课", "试验小区 1 幢 702"], Cancel));

        File.Delete(await cases.Services.RotateKeysAsync<EnforcementDbContext>(Cancel));
        await cases.Services.RotateFingerprintsAsync<EnforcementDbContext>(Cancel);

        await cases.FilingRefusedAsync(filing, HttpStatusCode.Conflict, "enforcement.case.filed_already");
        Assert.Equal("欧阳补课", (await cases.JsonAsync($"cases/{id}?purpose=送达")).GetProperty("person").GetProperty("name").GetString());
        filing["party"] = new { name = "司马补课", division = "330282", address = "试验小区 2 幢" };
        await cases.FileAsync(filing);
        Assert.Equal(2, await cases.ReadAsync(c => c.Set<Case>().Select(a => a.PartyKey).Distinct().CountAsync(Cancel)));
        await cases.Services.GetRequiredService<Retention<EnforcementDbContext>>().SweepAsync(Cancel);
        Assert.Empty(await OnDisk.FindAsync(cases.Folder, ["欧阳补课", "司马补课"], Cancel));
    }
}
