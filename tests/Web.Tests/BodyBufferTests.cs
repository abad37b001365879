using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>A body that is read twice, for its fingerprint and by its endpoint, is nowhere on a disk in between.</summary>
public sealed class BodyBufferTests
{
    private const int Limit = 3 * 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(1024 * 1024)]
    [InlineData((1024 * 1024) + 1)]
    [InlineData(Limit)]
    public async Task A_body_of_any_size_that_the_endpoint_takes_stays_in_memory(int length)
    {
        await using var service = await ServiceUnderTest.StartAsync(host => host.AddNotes(), app => app.MapPost("/bodies", ReadAsync)
            .AllowAnonymous().WithMetadata(new BodyFingerprintMetadata(), new RequestSizeLimitAttribute(Limit)));
        using var body = new ByteArrayContent(new byte[length]);

        using var answer = await service.Client().PostAsync("/bodies", body, TestContext.Current.CancellationToken);

        await answer.ShouldBeAsync(HttpStatusCode.OK);
        var seen = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"in memory: True, temporary file: False, length: {length}", seen);
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, request.HttpContext.RequestAborted);
        var buffer = Assert.IsType<FileBufferingReadStream>(request.Body);
        return $"in memory: {buffer.InMemory}, temporary file: {buffer.TempFileName is not null}, length: {copy.Length}";
    }
}
