using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Attachments;
using Oversight.Persistence.Content;
using Oversight.Testing;
using Oversight.Web;
using Xunit;
using static Oversight.Enforcement.Tests.OperationsUnderTest;

namespace Oversight.Enforcement.Tests;

/// <summary>Files that departments upload, and who may read them.</summary>
public sealed class OperationsAttachmentTests
{
    [Fact]
    public async Task An_attachment_is_the_departments_own_until_it_stands_for_a_result()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var file = Pdf("report");
        var hash = ContentStore.AddressOf(file);
        using var uploaded = await UploadAsync(service.FireSystem, file);
        await uploaded.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal("application/pdf", (await uploaded.ReadJsonAsync()).GetProperty("mediaType").GetString());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"attachments/{hash}", service.Market));

        var task = await ActAsync(service.FireSystem, "tasks", await service.TaskAsync(operation, "fire"), "acceptance");
        await ActAsync(
            service.FireSystem, "tasks", task, "result", new { result = "violation_found", summary = "见附件", attachments = new[] { hash } });

        Assert.Equal(
            [hash], (await ItemsAsync($"operations/{operation.Id}/evidence", service.Market)).ConvertAll(
                e => e.GetProperty("sha256").GetString()!));
        using var read = await service.Market.GetAsync($"{Api}/attachments/{hash}", TestContext.Current.CancellationToken);
        Assert.Equal(file, await read.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            ("application/pdf", "attachment"),
            (read.Content.Headers.ContentType?.MediaType, read.Content.Headers.ContentDisposition?.DispositionType));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"attachments/{hash}", service.As("civil-1", "civil", Roles.CaseOfficer)));
        Assert.Equal(
            1, await service.QueryAsync(
                c => c.AuditEntries.CountAsync(a => a.Act == "attachment.read", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_result_names_only_attachments_of_its_own_department()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        using var uploaded = await UploadAsync(service.Market, Pdf());
        var task = await ActAsync(service.FireSystem, "tasks", await service.TaskAsync(operation, "fire"), "acceptance");

        await RefusedAsync(
            service.FireSystem, "tasks", task, "result",
            new { result = "rectified", summary = "x", attachments = new[] { ContentStore.AddressOf(Pdf()) } },
            HttpStatusCode.UnprocessableEntity, "enforcement.task.attachment_unknown");

        Assert.Equal("accepted", (await service.TaskAsync(operation, "fire")).Text("status"));
    }

    [Fact]
    public async Task What_is_no_file_or_another_than_said_is_refused_and_kept_nowhere()
    {
        await using var service = await StartAsync();
        async Task RefusedAsync(Task<HttpResponseMessage> upload, HttpStatusCode status, string code)
        {
            using var answer = await upload;
            await answer.ShouldBeProblemAsync(status, code);
        }

        await RefusedAsync(UploadAsync(service.Fire, []), HttpStatusCode.BadRequest, "enforcement.attachment.empty");
        await RefusedAsync(
            UploadAsync(service.Fire, Encoding.UTF8.GetBytes("<html>")), HttpStatusCode.BadRequest, "enforcement.attachment.kind_unknown");
        await RefusedAsync(
            UploadAsync(service.Fire, Pdf(), new string('0', 64)), HttpStatusCode.BadRequest, "enforcement.attachment.hash_wrong");
        await RefusedAsync(
            UploadAsync(service.Fire, Pdf(), withoutHash: true), HttpStatusCode.BadRequest, "enforcement.attachment.hash_required");
        await RefusedAsync(
            UploadAsync(service.Fire, new byte[UploadAttachmentEndpoint.MaxLength + 1]), HttpStatusCode.RequestEntityTooLarge,
            "request.body.too_large");
        await RefusedAsync(
            UploadAsync(service.As("x", null, Roles.DepartmentSystem), Pdf()), HttpStatusCode.Forbidden,
            "enforcement.attachment.no_department");
        Assert.Equal(0, await service.QueryAsync(c => c.Set<Attachment>().CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_same_file_again_is_the_same_attachment()
    {
        await using var service = await StartAsync();

        using var first = await UploadAsync(service.Fire, Pdf());
        using var second = await UploadAsync(service.FireSystem, Pdf());

        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(1, await service.QueryAsync(c => c.Set<Attachment>().CountAsync(TestContext.Current.CancellationToken)));
    }
}
