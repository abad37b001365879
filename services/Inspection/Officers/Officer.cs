using Oversight.Contracts.Inspection.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Inspection.Officers;

/// <summary>
/// An officer who may inspect (检查人员): a person with a law-enforcement certificate (执法证) of one department. Only officers
/// whose certificate is valid on the day may inspect (行政处罚法 第四十二条; 国办发〔2024〕54号).
/// </summary>
internal sealed class Officer : IVersioned, IWithinDivision, IHands
{
    private readonly List<Avoidance> _avoidances = [];

    private Officer()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public string CertificateNumber { get; private set; } = "";

    /// <summary>The name, encrypted.</summary>
    public string NameCipher { get; private set; } = "";

    public string Department { get; private set; } = "";

    public string Division { get; private set; } = "";

    public DateOnly ValidFrom { get; private set; }

    public DateOnly ValidTo { get; private set; }

    public IReadOnlyList<string> Specialties { get; private set; } = [];

    /// <summary>Subject of the officer's tokens, or null.</summary>
    public string? AccountId { get; private set; }

    public bool IsActive { get; private set; }

    public DateTime ChangedAt { get; private set; }

    /// <summary>Institutions that the officer must keep away from (回避).</summary>
    public IReadOnlyList<Avoidance> Avoidances => _avoidances;

    /// <summary>Enters an officer.</summary>
    public static (Officer Officer, OfficerRecorded Fact) Register(Guid id, OfficerStatement statement, DateTime now)
    {
        var officer = new Officer { Id = id, IsActive = true };
        officer.Take(statement);
        return (officer, officer.Recorded(now));
    }

    /// <summary>Changes what is stated of an officer, e.g. after the certificate was renewed.</summary>
    /// <returns>The fact; refused of one who no longer acts.</returns>
    public Result<OfficerRecorded> Change(OfficerStatement statement, DateTime now)
    {
        if (!IsActive)
        {
            return OfficerErrors.Inactive;
        }

        // An avoidance binds the account; under another one the same person would decide.
        if (_avoidances.Count > 0 && statement.AccountId != AccountId)
        {
            return OfficerErrors.AccountAvoids;
        }

        Take(statement);
        return Recorded(now);
    }

    /// <summary>The officer no longer acts; final, a new certificate is a new entry.</summary>
    public Result<OfficerRecorded> Deactivate(DateTime now)
    {
        if (!IsActive)
        {
            return OfficerErrors.Inactive;
        }

        IsActive = false;
        return Recorded(now);
    }

    /// <summary>Notes that the officer must keep away from an institution (行政处罚法 第四十三条).</summary>
    public Result<OfficerRecorded> Avoid(Guid institutionId, string reason, string by, DateTime now)
    {
        if (!IsActive)
        {
            return OfficerErrors.Inactive;
        }

        if (MustAvoid(institutionId))
        {
            return OfficerErrors.AvoidsAlready;
        }

        // Every fact of the officer carries all avoidances, so their number bounds the size of the message.
        if (_avoidances.Count >= OfficerRecorded.MostAvoids)
        {
            return OfficerErrors.AvoidsTooMany;
        }

        _avoidances.Add(
            new Avoidance { OfficerId = Id, InstitutionId = institutionId, Reason = reason, RecordedBy = by, RecordedAt = now });
        return Recorded(now);
    }

    /// <summary>
    /// Notes that the officer need not keep away from an institution any more. Also of one who no longer acts: it still bars the person
    /// from decisions.
    /// </summary>
    public Result<OfficerRecorded> LiftAvoidance(Guid institutionId, DateTime now) =>
        _avoidances.RemoveAll(a => a.InstitutionId == institutionId) == 0 ? OfficerErrors.AvoidsNot : Recorded(now);

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => AccountId is { } account ? [(Hand.PersonConcerned, account)] : [];

    /// <summary>Whether the officer must keep away from the institution.</summary>
    public bool MustAvoid(Guid institutionId) => _avoidances.Any(a => a.InstitutionId == institutionId);

    /// <summary>Whether the certificate is valid on the day, both ends included.</summary>
    public bool IsCertifiedOn(DateOnly day) => ValidFrom <= day && day <= ValidTo;

    /// <summary>The officer as it was told last; read with the avoidances.</summary>
    public OfficerRecorded Told() => new(
        Id, Version, AccountId, CertificateNumber, Department, Division, ValidFrom, ValidTo, IsActive,
        [.. _avoidances.Select(a => a.InstitutionId).Order()], ChangedAt);

    private OfficerRecorded Recorded(DateTime now)
    {
        // Also for an avoidance, which is a row of its own: of two entered at once the second fails on this version.
        Version++;
        ChangedAt = now;
        return Told();
    }

    private void Take(OfficerStatement s)
    {
        (CertificateNumber, NameCipher, Department, Division) = (s.CertificateNumber, s.NameCipher, s.Department, s.Division);
        (ValidFrom, ValidTo, Specialties, AccountId) = (s.ValidFrom, s.ValidTo, s.Specialties, s.AccountId);
    }
}

/// <summary>What is stated of an officer, checked.</summary>
internal sealed record OfficerStatement(
    string CertificateNumber, string NameCipher, string Department, string Division, DateOnly ValidFrom, DateOnly ValidTo,
    IReadOnlyList<string> Specialties, string? AccountId);

/// <summary>An institution that an officer must keep away from.</summary>
internal sealed class Avoidance
{
    public required Guid OfficerId { get; init; }

    public required Guid InstitutionId { get; init; }

    public required string Reason { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTime RecordedAt { get; init; }
}
