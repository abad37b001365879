using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Secrecy;

namespace Oversight.Complaint.Intakes;

/// <summary>Decrypts who complained, for an answer whose purpose is recorded and for comparisons that show nothing.</summary>
internal sealed class ComplainantReader(ComplaintDbContext context, ComplaintKeys keys)
{
    /// <summary>Name and telephone number of whoever wrote a message; null if it is anonymous.</summary>
    public async Task<(string Name, string Phone)?> ReadAsync(Guid intakeId, CancellationToken cancellation) =>
        await context.Complainants.AsNoTracking().FirstOrDefaultAsync(c => c.IntakeId == intakeId, cancellation) is { } person
            ? (keys.Open(ComplaintKeys.Name, intakeId, person.NameCipher)!, keys.Open(ComplaintKeys.Phone, intakeId, person.PhoneCipher)!)
            : null;
}
