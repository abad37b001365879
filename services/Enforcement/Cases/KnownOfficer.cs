using Oversight.Contracts.Inspection.V1;
using Oversight.Persistence.Copies;

namespace Oversight.Enforcement.Cases;

/// <summary>An officer and certificate as Inspection last told of them: a state copy by version.</summary>
internal sealed class KnownOfficer : StateCopyRow
{
    private KnownOfficer()
    {
    }

    public Guid Id { get; private init; }

    public string? AccountId { get; private set; }

    public string CertificateNumber { get; private set; } = "";

    public string Department { get; private set; } = "";

    /// <summary>Division in which the officer acts, as told.</summary>
    public string Division { get; private set; } = "";

    public DateOnly ValidFrom { get; private set; }

    public DateOnly ValidTo { get; private set; }

    public bool IsActive { get; private set; }

    /// <summary>A first copy, before it has taken anything over.</summary>
    public static KnownOfficer Of(Guid id) => new() { Id = id };

    /// <summary>Takes a newer state over.</summary>
    public KnownOfficer Take(OfficerRecorded fact)
    {
        (AccountId, CertificateNumber, Department, Division) = (fact.AccountId, fact.CertificateNumber, fact.Department, fact.Division);
        (ValidFrom, ValidTo, IsActive) = (fact.ValidFrom, fact.ValidTo, fact.IsActive);
        return this;
    }
}
