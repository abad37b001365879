using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Photos: only what is a photo, as it was at capture, encrypted at rest, read by staff in scope.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public async Task A_photo_is_kept_encrypted_and_read_back_by_staff_in_scope_only()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.UnderWayAsync();
        var photo = Photos.Jpeg();

        using var added = await service.UploadAsync(visit.Id, photo, mediaType: "image/jpeg", item: "E01");
        await added.ShouldBeAsync(HttpStatusCode.Created);
        var address = added.Headers.Location!.OriginalString;
        using var read = await service.Inspector.GetAsync(address, TestContext.Current.CancellationToken);
        using var elsewhere = await service.As("x", "330281", "education", Roles.Inspector)
            .GetAsync(address, TestContext.Current.CancellationToken);
        using var anonymous = await service.Anonymous().GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(photo, await read.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("image/jpeg", "no-store"), (read.Content.Headers.ContentType!.MediaType, read.Headers.CacheControl!.ToString()));
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.evidence.unknown");
        await anonymous.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.missing");
        Assert.Equal(
            1, await service.ReadAsync(
                c => c.AuditEntries.CountAsync(a => a.Act == "visit.read_evidence", TestContext.Current.CancellationToken)));
        var file = Assert.Single(
            Directory.GetFiles(Path.Combine(service.Folder, "inspection", "content"), "*", SearchOption.AllDirectories));
        Assert.True((await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(photo.AsSpan(0, 8)) < 0);
    }

    [Fact]
    public async Task What_is_no_photo_as_at_capture_is_refused_and_nothing_is_kept()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.UnderWayAsync();
        byte[] text = Encoding.UTF8.GetBytes("GIF89a nothing but text, long enough to be looked at by anybody"), cut = Photos.Png()[..40],
        disguised = [0x89, (byte)'P', (byte)'N', (byte)'G', .. text];

        foreach (var (content, hash, captured, item, status, code) in new (byte[], string?, string?, string?, HttpStatusCode, string)[]
        {
            ([], null, "2026-11-24T01:00:00Z", null, HttpStatusCode.BadRequest, "empty"),
            (text, null, "2026-11-24T01:00:00Z", null, HttpStatusCode.BadRequest, "not_a_photo"),
            (cut, null, "2026-11-24T01:00:00Z", null, HttpStatusCode.BadRequest, "not_a_photo"),
            (disguised, null, "2026-11-24T01:00:00Z", null, HttpStatusCode.BadRequest, "not_a_photo"),
            (Photos.Png(), new string('0', 64), "2026-11-24T01:00:00Z", null, HttpStatusCode.UnprocessableEntity, "hash_mismatch"),
            (Photos.Png(), "abc", "2026-11-24T01:00:00Z", null, HttpStatusCode.BadRequest, "hash_required"),
            (Photos.Png(), null, null, null, HttpStatusCode.BadRequest, "captured_at_malformed"),
            (Photos.Png(), null, "2026-11-24 09:00", null, HttpStatusCode.BadRequest, "captured_at_malformed"),
            (Photos.Png(), null, "2026-11-24T01:05:01Z", null, HttpStatusCode.BadRequest, "captured_at_out_of_range"),
            (Photos.Png(), null, "9999-12-31T23:59:59Z", null, HttpStatusCode.BadRequest, "captured_at_out_of_range"),
            (Photos.Png(), null, "2026-11-23T15:59:59Z", null, HttpStatusCode.BadRequest, "captured_at_out_of_range"),
        })
        {
            using var answer = await service.UploadAsync(visit.Id, content, hash, captured, item);
            await answer.ShouldBeProblemAsync(status, $"inspection.evidence.{code}");
        }

        using var unknown = await service.UploadAsync(visit.Id, Photos.Png(), item: "Q99");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "inspection.visit.item_unknown");
        using var media = await service.UploadAsync(visit.Id, Photos.Png(), mediaType: "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, media.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(service.Folder, "inspection", "content")));
        Assert.Equal(0, await service.ReadAsync(c => c.Evidence.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_photo_of_ten_mebibytes_is_taken_and_one_byte_more_is_refused()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.UnderWayAsync();

        using var taken = await service.UploadAsync(visit.Id, Photos.PngOf(10 * 1024 * 1024));
        using var refused = await service.UploadAsync(visit.Id, Photos.PngOf((10 * 1024 * 1024) + 1));

        await taken.ShouldBeAsync(HttpStatusCode.Created);
        await refused.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.body.too_large");
    }

    [Fact]
    public async Task The_same_photo_is_on_a_visit_once_and_a_repeat_gets_the_first_answer()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.UnderWayAsync();

        var repeats = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => service.UploadAsync(visit.Id, Photos.Png(), key: "one-key-for-all")));
        using var again = await service.UploadAsync(visit.Id, Photos.Png());

        Assert.All(repeats, r => Assert.Equal(HttpStatusCode.Created, r.StatusCode));
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.evidence.exists");
        Assert.Equal(1, (await service.JsonAsync($"visits/{visit.Id}")).GetProperty("evidence").GetArrayLength());
    }

    [Fact]
    public async Task Before_check_in_no_photo_is_taken_and_after_the_conclusion_it_still_is()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var planned = await service.PlanAsync(await service.InstitutionAsync(), await service.TeamAsync());
        var (concluded, _) = await service.ConcludedAsync(["E01"], institutionId: await service.InstitutionAsync());

        using var early = await service.UploadAsync(planned.Id, Photos.Png());
        using var late = await service.UploadAsync(concluded.Id, Photos.Png());

        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.visit.act_not_allowed");
        await late.ShouldBeAsync(HttpStatusCode.Created);
    }
}
