using System.Text.Json;
using Oversight.Complaint.Data;
using Oversight.Complaint.Intakes;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Idempotency;
using Oversight.Persistence.PersonalData;

namespace Oversight.Complaint.Site;

/// <summary>Finds forms that were sent before.</summary>
internal sealed class StoredForms(ComplaintDbContext database, PersonalDataKeys<ComplaintDbContext> keys)
{
    /// <summary>What was stored under a form's key, or null; without an answer if another form was sent under it.</summary>
    public async Task<StoredForm?> FindAsync(IdempotencyKey sent, CancellationToken cancellation) =>
        await IdempotentAnswer.FindAsync(database, keys, sent.Caller, sent.Key, cancellation) is { } stored
            ? new StoredForm(
                stored.IsOf(keys, sent.Request) ? JsonSerializer.Deserialize<IntakeAnswer>(
                    stored.Open(keys).Body!, WireJson.Options) : null)
            : null;
}

/// <summary>A form that was sent before.</summary>
/// <param name="Answer">What was answered to the same form, or null if it was another one.</param>
internal sealed record StoredForm(IntakeAnswer? Answer);
