using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Complaint.Data;
using Oversight.Persistence;
using Oversight.Testing;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>
/// Whoever has the disk but not the keys reads nothing of what people said, and the keys can be replaced without their noticing.
/// </summary>
public sealed class AtRestTests
{
    private const string Submit = $"{ComplaintUnderTest.Api}/public/complaints", Reply = "已责令机构当场搬走货架并恢复通道。", Note = "内部备注：举报人母亲在场",
        Comment = "处理得很快，谢谢令狐";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_a_person_said_or_was_told_can_be_read_in_any_file_before_or_after_retention()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await TakenAsync(complaint);
        using var answer = await complaint.Public.CommandAsync(
            Submit, Messages.Report().With("text", "第二封：" + new string('货', 5000)), key: "key-of-13800001234");
        var second = (await answer.ReadJsonAsync()).GetProperty("trackingCode").GetString()!;
        string[] secrets =
        [
            Messages.Name, Messages.Phone, "138 0000-1234", Messages.Text, "第二封：货货货", Reply, Note, Comment, "key-of-13800001234",
            code, code.Replace("-", "", StringComparison.Ordinal), second, second.Replace("-", "", StringComparison.Ordinal),
        ];

        Assert.NotEmpty(await OnDisk.FindAsync(complaint.Folder, ["慈溪市试验托管中心"], Cancel)); // The scan reads the database at all.
        Assert.Empty(await OnDisk.FindAsync(complaint.Folder, secrets, Cancel));

        complaint.Clock.Advance(TimeSpan.FromDays(61));
        await complaint.Services.GetRequiredService<Retention<ComplaintDbContext>>().SweepAsync(Cancel);
        await Eventually.BecomesTrueAsync( // The worker sweeps too, and may still be at it.
            async () => (await complaint.Services.StoredAnswersAsync<ComplaintDbContext>()).Count == 0, TimeSpan.FromSeconds(60),
            "no answer is stored any more");
        Assert.Empty(await OnDisk.FindAsync(complaint.Folder, secrets, Cancel));
        Assert.Equal("concluded", State(await complaint.TrackAsync(code)));
        Assert.NotEqual(Guid.Empty, id);
    }

    [Fact]
    public async Task Codes_texts_and_repeats_are_found_and_read_after_both_keys_were_replaced_and_the_old_one_was_taken_away()
    {
        var folder = RunFolder.New("rotated");
        string code;
        Guid id;
        await using (var complaint = await ComplaintUnderTest.StartAsync(folder: folder))
        {
            (code, id) = await TakenAsync(complaint);
            var versions = await VersionsAsync(complaint);
            using var first = await complaint.Public.CommandAsync(Submit, Messages.Report(), key: "the-same-key");

            var old = await complaint.Services.RotateKeysAsync<ComplaintDbContext>(Cancel);
            await complaint.Services.RotateFingerprintsAsync<ComplaintDbContext>(Cancel);
            File.Delete(old);

            using var repeat = await complaint.Public.CommandAsync(Submit, Messages.Report(), key: "the-same-key");
            Assert.Equal(await first.Content.ReadAsStringAsync(Cancel), await repeat.Content.ReadAsStringAsync(Cancel));
            Assert.Equal("true", repeat.Headers.GetValues("Idempotency-Replayed").Single());
            Assert.Equal(versions, (await VersionsAsync(complaint)).Where(pair => versions.ContainsKey(pair.Key)).ToDictionary());
        }

        await using var again = await ComplaintUnderTest.StartAsync(ComplaintUnderTest.Start.AddHours(1), folder);
        Assert.Contains(Reply, (await again.TrackAsync(code)).ToString(), StringComparison.Ordinal);
        Assert.Equal(Messages.Text, (await again.JsonAsync($"matters/{id}")).GetProperty("text").GetString());
        await again.SubmitAsync();
    }

    [Fact]
    public async Task A_code_is_not_unknown_but_not_to_be_looked_up_while_the_key_of_its_hash_is_missing()
    {
        var folder = RunFolder.New("lost");
        string code;
        await using (var complaint = await ComplaintUnderTest.StartAsync(folder: folder))
        {
            (code, _) = await complaint.MatterAsync();
        }

        File.Move(Path.Combine(folder, "keys", "complaint.fingerprint.key"), Path.Combine(folder, "away"));
        await using var again = await ComplaintUnderTest.StartAsync(folder: folder);

        using var tracked = await again.TryTrackAsync(code);
        await tracked.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "service.key.unavailable");
        using var ready = await again.Public.GetAsync("/health/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "keys/complaint.fingerprint.key is not there", await ready.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    // A message, what staff wrote about it, what they answered, and what its person thought of it.
    private static async Task<(string Code, Guid Id)> TakenAsync(ComplaintUnderTest complaint)
    {
        var (code, matters) = await complaint.SubmitAsync(Messages.Complaint());
        var id = matters["complaint"];
        await complaint.ActAsync(id, "acceptance");
        await complaint.ActAsync(id, "mediation", new { consentsToNaming = true, note = Note });
        await complaint.ActAsync(id, "conclusion", new { outcome = "mediated", reply = Reply });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ComplaintUnderTest.Api}/public/satisfaction");
        request.Headers.Add("Tracking-Code", code);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        request.Content = System.Net.Http.Json.JsonContent.Create(new { response = 5, solved = 4, satisfied = 5, comment = Comment });
        using var rated = await complaint.Public.SendAsync(request, Cancel);
        await rated.ShouldBeAsync(HttpStatusCode.OK);
        return (code, id);
    }

    private static string? State(JsonElement tracked) => tracked.GetProperty("matters")[0].GetProperty("state").GetString();

    private static Task<Dictionary<Guid, long>> VersionsAsync(ComplaintUnderTest complaint) =>
        complaint.ReadAsync(c => c.Matters.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Version, Cancel));
}
