using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Inspection.Data;
using Oversight.Persistence;
using Oversight.Testing;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Photos, findings and names cannot be read on disk, and can with a new key once it was replaced.</summary>
public sealed class AtRestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neither_photos_nor_names_nor_free_text_can_be_read_in_any_file_and_all_can_with_the_new_key()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var photo = Photos.PngOf(200_000);
        RandomNumberGenerator.Fill(photo.AsSpan(60_000, 20_000));
        var visit = await service.UnderWayAsync();
        using var uploaded = await service.UploadAsync(visit.Id, photo);
        await uploaded.ShouldBeAsync(HttpStatusCode.Created);
        await service.AnswerAsync(visit, ("E01", "fail"), ("E24", "pass"));
        await service.ActAsync(
            visit, "findings", new { item = "E01", description = "王五在楼梯间堆物", evidence = Array.Empty<string>(), correctedOnSite = false });
        await service.ActAsync(visit, "conclusion", Statements.Conclusion("A"));

        string[] secrets = ["王五在楼梯间", "备注张三", "欧阳检查"];
        Assert.NotEmpty(await OnDisk.FindAsync(service.Folder, ["慈溪市试验幼儿园"], Cancel));
        Assert.Empty(await OnDisk.FindAsync(service.Folder, secrets, Cancel));
        Assert.Empty(await OnDisk.FindAsync(service.Folder, photo.AsMemory(), Cancel));

        File.Delete(await service.Services.RotateKeysAsync<InspectionDbContext>(Cancel));

        using var read = await service.Inspector.GetAsync(uploaded.Headers.Location, Cancel);
        Assert.Equal(photo, await read.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(
            "王五在楼梯间堆物", (await service.JsonAsync($"visits/{visit.Id}")).GetProperty("findings")[0].GetProperty("description").GetString());
        service.Clock.Advance(TimeSpan.FromDays(61));
        await service.Services.GetRequiredService<Retention<InspectionDbContext>>().SweepAsync(Cancel);
        Assert.Empty(await OnDisk.FindAsync(service.Folder, secrets, Cancel));
    }
}
