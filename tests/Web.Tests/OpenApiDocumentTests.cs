using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>The description of a module is built once for all who ask.</summary>
public sealed class OpenApiDocumentTests : IAsyncLifetime
{
    private const string Path = "/api/notes/openapi.v1.json";
    private ServiceUnderTest _service = null!;
    private int _builds;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await ServiceUnderTest.StartAsync(
        host =>
        {
            host.AddNotes();
            host.Services.ConfigureAll<OpenApiOptions>(options => options.AddDocumentTransformer((_, _, _) =>
            {
                Interlocked.Increment(ref _builds);
                return Task.CompletedTask;
            }));
        },
        app => app.MapNotes());

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task It_is_built_once_however_many_ask_at_once_and_afterwards()
    {
        using var client = _service.Client();
        var first = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetStringAsync(Path, Cancel)));
        var second = await client.GetStringAsync(Path, Cancel);
        Assert.All(first, text => Assert.Equal(second, text));
        Assert.Contains("/api/notes/v1/notes", second, StringComparison.Ordinal);
        Assert.Equal(1, _builds);
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so()
    {
        using var client = _service.Client();
        using var whole = await client.GetAsync(Path, Cancel);
        await whole.ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal("application/json", whole.Content.Headers.ContentType?.MediaType);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(whole.ShouldHaveStrongETag()));
        using var again = await client.SendAsync(request, Cancel);
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(Cancel)).Length));
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Path), Cancel);
        Assert.Equal((HttpStatusCode.OK, whole.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task A_module_that_is_not_here_has_none()
    {
        using var answer = await _service.Client().GetAsync("/api/nobody/openapi.v1.json", Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.path.unknown");
    }
}
