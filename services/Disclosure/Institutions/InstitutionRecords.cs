using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;
using Oversight.Disclosure.Reference;
using Oversight.Pages;

namespace Oversight.Disclosure.Institutions;

/// <summary>An institution in a list.</summary>
/// <param name="Id">Its id, the same for ever.</param>
/// <param name="Name">Registered name.</param>
/// <param name="CreditCode">Unified social credit code, or null.</param>
/// <param name="Type">Type code.</param>
/// <param name="TypeName">Name of the type, Chinese.</param>
/// <param name="Profit"><c>for_profit</c>, <c>non_profit</c> or null.</param>
/// <param name="Status">Status code.</param>
/// <param name="StatusName">Name of the status, Chinese.</param>
/// <param name="Division">Division of the teaching site, six digits.</param>
/// <param name="DivisionName">Its name with the city's, Chinese.</param>
/// <param name="Address">Teaching address.</param>
/// <param name="LicenceNumber">Number of the school-running licence, or null.</param>
/// <param name="LicenceValidTo">Last day of its validity, or null.</param>
/// <param name="Grade">Grade of its rating, <c>A</c> to <c>D</c>; null while it has none.</param>
public sealed record InstitutionSummary(
    Guid Id, string Name, string? CreditCode, string Type, string TypeName, string? Profit, string Status, string StatusName,
    string Division, string DivisionName, string Address, string? LicenceNumber, DateOnly? LicenceValidTo, string? Grade)
{
    internal static InstitutionSummary From(PublishedInstitution i, ReferenceData reference, Language language = Language.Chinese) => new(
        i.Id, i.Name, i.CreditCode, i.Type, reference.TypeName(i.Type, language), i.Profit, i.Status,
        reference.StatusName(i.Status, language),
        i.County, reference.DivisionPath(i.County, language), i.Address, i.LicenceNumber, i.LicenceValidTo, i.Grade);
}

/// <summary>The public record of one institution.</summary>
/// <param name="Id">Its id, the same for ever.</param>
/// <param name="Version">Version of the state in the register.</param>
/// <param name="Name">Registered name.</param>
/// <param name="CreditCode">Unified social credit code, or null.</param>
/// <param name="Type">Type code.</param>
/// <param name="TypeName">Name of the type, Chinese.</param>
/// <param name="Profit"><c>for_profit</c>, <c>non_profit</c> or null.</param>
/// <param name="Status">Status code.</param>
/// <param name="StatusName">Name of the status, Chinese.</param>
/// <param name="MayRecruit">Whether it may recruit in this status.</param>
/// <param name="MayTeach">Whether it may teach in this status.</param>
/// <param name="StatusBasis">The law behind these two.</param>
/// <param name="Division">Division of the teaching site, six digits.</param>
/// <param name="DivisionName">Its name with the city's, Chinese.</param>
/// <param name="Address">Teaching address.</param>
/// <param name="LicenceNumber">Number of the school-running licence, or null.</param>
/// <param name="IssuingAuthority">Authority that issued it, or null.</param>
/// <param name="LicenceIssuedOn">Day of issue, or null.</param>
/// <param name="LicenceValidFrom">First day of validity, or null.</param>
/// <param name="LicenceValidTo">Last day of validity, or null.</param>
/// <param name="UpdatedAt">When the register made this state (UTC).</param>
/// <param name="Rating">Its rating with every line that may be published; null while it has none.</param>
/// <param name="Penalties">Penalties that are published today, the latest first; the last 50.</param>
/// <param name="Inspections">Results of inspections, likewise.</param>
/// <param name="Exposures">Public exposures, likewise.</param>
/// <param name="Events">What happened, the latest first; the last 200.</param>
public sealed record InstitutionRecord(
    Guid Id, long Version, string Name, string? CreditCode, string Type, string TypeName, string? Profit, string Status, string StatusName,
    Permission MayRecruit, Permission MayTeach, RecordBasis StatusBasis, string Division, string DivisionName, string Address,
    string? LicenceNumber, string? IssuingAuthority, DateOnly? LicenceIssuedOn, DateOnly? LicenceValidFrom, DateOnly? LicenceValidTo,
    DateTime UpdatedAt, RatingRecord? Rating, IReadOnlyList<PenaltyRecord> Penalties, IReadOnlyList<InspectionRecord> Inspections,
    IReadOnlyList<ExposureRecord> Exposures, IReadOnlyList<EventRecord> Events)
{
    /// <summary>Most events that a record carries.</summary>
    internal const int MaxEvents = 200;

    internal static InstitutionRecord From(
        PublishedInstitution i, IEnumerable<PublicEvent> events, PublishedAbout about, ReferenceData reference)
    {
        var status = reference.Status(i.Status);
        return new InstitutionRecord(
            i.Id, i.SourceVersion, i.Name, i.CreditCode, i.Type, reference.TypeName(i.Type, Language.Chinese), i.Profit, i.Status,
            status.Values.Zh,
            status.Values.Recruit, status.Values.Teach, new RecordBasis(status.Basis.Law, status.Basis.Article, status.Basis.Version),
            i.County, reference.DivisionPath(i.County, Language.Chinese), i.Address,
            i.LicenceNumber, i.IssuingAuthority, i.LicenceIssuedOn, i.LicenceValidFrom, i.LicenceValidTo, i.UpdatedAt,
            about.Rating, about.Penalties, about.Inspections, about.Exposures,
            [
                .. events.Select(
                    e => new EventRecord(e.Kind, e.Status, e.OccurredAt, e.EffectiveOn, new RecordBasis(e.Law, e.Article, null)))]);
    }
}

/// <summary>An article of law.</summary>
/// <param name="Law">Instrument.</param>
/// <param name="Article">Article.</param>
/// <param name="Version">Version of the instrument, or null where it was not recorded.</param>
public sealed record RecordBasis(string Law, string Article, string? Version);

/// <summary>One public event.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Status">Status code after it.</param>
/// <param name="OccurredAt">When it was entered in the register (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Basis">The article it rests on.</param>
public sealed record EventRecord(PublicEventKind Kind, string Status, DateTime OccurredAt, DateOnly EffectiveOn, RecordBasis Basis);
