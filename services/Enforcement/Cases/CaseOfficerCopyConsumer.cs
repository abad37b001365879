using Oversight.Contracts.Inspection.V1;
using Oversight.Messaging;

namespace Oversight.Enforcement.Cases;

/// <summary>Keeps the copy of officers.</summary>
internal sealed class CaseOfficerCopyConsumer : IRowConsumer<OfficerRecorded, KnownOfficer>
{
    public (Guid Key, long Version) SourceOf(OfficerRecorded fact) => (fact.OfficerId, fact.Version);

    public KnownOfficer Apply(KnownOfficer? row, OfficerRecorded fact) => (row ?? KnownOfficer.Of(fact.OfficerId)).Take(fact);
}
