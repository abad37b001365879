using Oversight.Complaint.Data;
using Oversight.Complaint.Matters;
using Oversight.Complaint.Reference;
using Oversight.Complaint.Secrecy;
using Oversight.Complaint.Tracking;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;

namespace Oversight.Complaint.Intakes;

/// <summary>What the person gets when a message was taken.</summary>
/// <param name="IntakeId">Id of the message.</param>
/// <param name="TrackingCode">The code with which its progress can be looked up; nothing but a repeat of the same request shows it
/// again.</param>
/// <param name="ReceivedAt">When it counts as received (UTC).</param>
/// <param name="Matters">What was made of it.</param>
public sealed record IntakeAnswer(Guid IntakeId, string TrackingCode, DateTime ReceivedAt, IReadOnlyList<IntakeMatter> Matters);

/// <summary>One matter of a message.</summary>
/// <param name="Id">Id of the matter.</param>
/// <param name="Kind"><c>complaint</c> or <c>report</c>.</param>
/// <param name="Category">Category.</param>
/// <param name="Department">Department that has it.</param>
/// <param name="IsUrgent">Whether it is looked into at once.</param>
/// <param name="Clock">The clock that runs.</param>
/// <param name="DueOn">Last official day of that clock, or null while the calendar of the year is not published.</param>
public sealed record IntakeMatter(
    Guid Id, MatterKind Kind, string Category, string Department, bool IsUrgent, string Clock, DateOnly? DueOn);

/// <summary>How a message came.</summary>
internal sealed record IntakeOrigin(string Channel, string? ExternalNumber, DateTime? ReceivedAt);

/// <summary>Takes a message: one intake, one or two matters, their clocks and the audit row, in one save.</summary>
internal sealed class ReceiveIntakeHandler(
    ComplaintDbContext context, Commit<ComplaintDbContext> commit, MatterTerms terms, ComplaintKeys keys,
    TrackingCodes codes, ComplaintRules rules)
{
    /// <summary>Now, the instant of the act (UTC).</summary>
    public DateTime Now => commit.Now;

    /// <summary>Takes the message. The answer has its tracking code, also when it is answered again from the store.</summary>
    public async Task<Result<Reply<IntakeAnswer>>> HandleAsync(ReadIntake read, IntakeOrigin origin, CancellationToken cancellation)
    {
        var received = origin.ReceivedAt ?? commit.Now;
        var (id, code) = (commit.NewId(), TrackingCodes.New());
        context.Intakes.Add(new Intake
        {
            Id = id,
            Division = read.Party.Division,
            Channel = origin.Channel,
            ExternalNumber = origin.ExternalNumber,
            ReceivedAt = received,
            EnteredAt = commit.Now,
            TextCipher = keys.Seal(ComplaintKeys.IntakeText, id, read.Text)!,
            IsAnonymous = read.Person is null,
            CodeHash = codes.HashOf(code),
        });
        // A table of its own: no query for intakes or matters loads who wrote.
        if (read.Person is { } person)
        {
            context.Complainants.Add(new Complainant
            {
                IntakeId = id,
                NameCipher = keys.Seal(ComplaintKeys.Name, id, person.Name)!,
                PhoneCipher = keys.Seal(ComplaintKeys.Phone, id, person.Phone)!,
            });
        }

        var (answers, place) = (new List<IntakeMatter>(), DivisionCode.FromStored(read.Party.Division));
        // 市场监督管理投诉举报处理办法: handled separately, so each kind has its own matter and clock and ends alone.
        foreach (var kind in read.Wants)
        {
            var department = rules.Receiver(kind, read.Category, read.Type, place, OfficialTime.DateOf(received));
            var matter = Matter.Receive(
                commit.NewId(), id, kind, read.Category, department, read.Party, read.Person is not null, received, commit.Now);
            context.Matters.Add(matter);
            context.Entries.Add(matter.Opening(commit.NewId()));
            var key = MatterClocks.OnReceipt(kind, read.Category.Values.Channel);
            var clock = terms.Start(key, matter, OfficialTime.DateOf(received));
            // Nothing is saved yet, so a refused clock leaves no half of a message.
            if (clock.IsRefused)
            {
                return clock.Error.At("receivedAt");
            }

            commit.Record(
                "matter.receive", "matter", matter.Id, matter.Version,
                new { matter.Kind, matter.Category, matter.Department, matter.IsUrgent, rule = matter.CategoryRule });
            answers.Add(new IntakeMatter(matter.Id, kind, matter.Category, matter.Department, matter.IsUrgent, key, clock.Value.DueOn));
        }

        commit.Record("intake.receive", "intake", id, null, new { origin.Channel, isAnonymous = read.Person is null });
        // The location names no code: a tracking code never stands in an address.
        return await commit.SaveAsync(
            Reply.Created(new IntakeAnswer(id, TrackingCode.Show(code), received, answers), "/api/complaint/v1/public/tracking"),
            cancellation);
    }
}
