using Oversight.Persistence;

namespace Oversight.Inspection.Visits;

/// <summary>
/// How many visits of one institution count towards one department's cap in one year (年度频次上限). Every plan raises it and
/// every visit that falls away lowers it, in the same save: of two plans at once the second is refused by the version, so
/// none slips past the cap.
/// </summary>
internal sealed class VisitTally : IVersioned
{
    private VisitTally()
    {
    }

    public Guid InstitutionId { get; private init; }

    public string Department { get; private init; } = "";

    public int Year { get; private init; }

    public int Counted { get; private set; }

    public long Version { get; private set; }

    public static VisitTally Begin(Guid institutionId, string department, int year) =>
        new() { InstitutionId = institutionId, Department = department, Year = year };

    public void Count() => (Counted, Version) = (Counted + 1, Version + 1);

    // Never below 0: a negative count would let one visit more pass under the cap.
    public void Uncount() => (Counted, Version) = (Math.Max(0, Counted - 1), Version + 1);
}
