using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Intakes;
using Oversight.Complaint.Reference;
using Oversight.Kernel;
using Oversight.Pages;
using Oversight.Persistence;
using Oversight.Persistence.Idempotency;
using Oversight.Web;

namespace Oversight.Complaint.Site;

/// <summary>The page with the form, and what happens when it is sent.</summary>
internal static class ShowForm
{
    private const string Path = "/complaints", TokenField = "key";
    private static readonly string[] Fields = [
        "wants", "category", "institutionId", "partyName", "division", "address", "text", "anonymous", "name", "phone"];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], ShowAsync).AllowAnonymous().WithName("ComplaintPage")
            .WithSummary("The form for complaints and reports").WithTags("Pages");
        pages.MapPost(Path, SendAsync).AllowAnonymous().WithName("SendComplaintPage").WithSummary("Send the form").WithTags("Pages");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, FormPages pages, CancellationToken cancellation)
    {
        // A wrong id, and one that the public may not know of, show the form without a party.
        var id = Guid.TryParse(http.Request.Query["institution"], out var read) ? read : (Guid?)null;
        return await pages.FormAsync(
            http, new FormModel { Token = "", InstitutionId = id, Category = http.Request.Query["category"].ToString() },
            StatusCodes.Status200OK, cancellation);
    }

    private static async Task<IResult> SendAsync(
        HttpContext http, FormPages pages, FormKeys keys, IntakeReader reader, ReceiveIntakeHandler handler, ActScope act,
        StoredForms stored, Texts texts, CancellationToken cancellation)
    {
        var form = await SentForm.ReadAsync(http, cancellation);
        var model = Model(form);
        if (keys.Read(http, form[TokenField]) is not { } key)
        {
            return await pages.FormAsync(
                http, model with { Notice = "complaint.form.expired" }, StatusCodes.Status400BadRequest, cancellation);
        }

        var sent = new IdempotencyKey(act.ActorId, key, form.Digest(Fields));
        // Before the message is read: a reload shows its code even if the same words would be refused by now.
        if (await stored.FindAsync(sent, cancellation) is { } before)
        {
            return before.Answer is { } same
                ? pages.Received(http, same)
                : await pages.FormAsync(
                    http, model with { Notice = "complaint.form.sent_before" }, StatusCodes.Status422UnprocessableEntity, cancellation);
        }

        var (intake, faults) = await reader.ReadAsync(model.Stated(), OfficialTime.DateOf(handler.Now), mayNameLeads: false, cancellation);
        if (intake is null)
        {
            return await pages.FormAsync(
                http, model with { Notice = "complaint.form.faults", Errors = FormModel.Explain(faults, texts) },
                StatusCodes.Status400BadRequest, cancellation);
        }

        act.Idempotency = sent;
        var outcome = await handler.HandleAsync(intake, new IntakeOrigin(IntakeChannels.Web, null, null), cancellation);
        if (!outcome.IsRefused)
        {
            return pages.Received(http, outcome.Value.Body);
        }

        // A double click: the other of the two was taken, and its answer is the answer.
        return await stored.FindAsync(sent, cancellation) is { Answer: { } twin }
            ? pages.Received(http, twin)
            : await pages.FormAsync(
                http, model with { Notice = "complaint.form.unavailable" }, Problems.StatusOf(outcome.Error.Kind), cancellation);
    }

    private static FormModel Model(SentForm form) => new()
    {
        Token = "",
        Wants = form.All("wants"),
        Category = form["category"],
        InstitutionId = Guid.TryParse(form["institutionId"], out var id) ? id : null,
        PartyName = form["partyName"],
        Division = form["division"],
        Address = form["address"],
        Text = form["text"],
        Anonymous = form["anonymous"].Length > 0,
        Name = form["name"],
        Phone = form["phone"],
    };
}

/// <summary>Makes the pages of the form.</summary>
internal sealed class FormPages(ComplaintDbContext database, ComplaintRules rules, FormKeys keys, Texts texts, TimeProvider clock)
{
    /// <summary>The form with a fresh key and everything that can be chosen.</summary>
    public async Task<IResult> FormAsync(HttpContext http, FormModel model, int status, CancellationToken cancellation)
    {
        var (day, english) = (OfficialTime.Today(clock), texts.Language == Language.English);
        var institution = model.InstitutionId is { } id
            ? await database.Institutions.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && !i.IsLead, cancellation) : null;
        return new RazorComponentResult<ComplaintPage>(new
        {
            Model = model with
            {
                Token = keys.Issue(http),
                InstitutionId = institution?.Id,
                InstitutionName = institution is null ? null : $"{institution.Name}（{institution.Address}）",
                // A text far too long is cut, not echoed.
                Text = model.Text.Length > IntakeReader.MaxText ? model.Text[..IntakeReader.MaxText] : model.Text,
                Categories = [
                    .. rules.Categories(day).Select(
                        c => new ChoiceOption(c.Key, english ? $"{c.Values.En}: {c.Values.HintEn}" : $"{c.Values.Zh}：{c.Values.HintZh}"))],
                Divisions = [.. rules.Counties.Select(code => new ChoiceOption(code, rules.DivisionName(code, english)))],
            },
        })
        { StatusCode = status };
    }

    /// <summary>The page that shows the tracking code.</summary>
    public RazorComponentResult<ReceivedPage> Received(HttpContext http, IntakeAnswer answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (day, english) = (OfficialTime.DateOf(answer.ReceivedAt), texts.Language == Language.English);
        return new RazorComponentResult<ReceivedPage>(new
        {
            Answer = answer,
            Departments = answer.Matters.Select(m => m.Department).Distinct().ToDictionary(
                d => d, d => rules.DepartmentName(d, day, english)),
        });
    }
}
