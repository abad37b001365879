using Oversight.Contracts.Registry.V1;

namespace Oversight.Contracts.Enforcement.V1;

/// <summary>An act for which a penalty was imposed.</summary>
/// <param name="Violation">Code of the violation catalogue, e.g. <c>V37</c>.</param>
/// <param name="Rule">Version of the catalogue's rule: the law of the day of the act, or the milder newer one (行政处罚法 第三十七条).</param>
/// <param name="Ground">The article of the penalty.</param>
/// <param name="ActOn">Official day of the act.</param>
public sealed record PenalisedAct(string Violation, string Rule, Ground Ground, DateOnly ActOn);

/// <summary>A department filed a case (立案; 行政处罚法 第五十四条).</summary>
/// <param name="CaseId">Id of the case.</param>
/// <param name="Version">Version of the case that the filing made.</param>
/// <param name="Number">Case number, unique within the platform.</param>
/// <param name="Party">The party.</param>
/// <param name="Department">Department that filed first and so has the case (第二十五条).</param>
/// <param name="Violations">Codes of the violation catalogue.</param>
/// <param name="MatterIds">Complaint matters that it came from; may be empty.</param>
/// <param name="OperationId">Joint operation that it belongs to, or null.</param>
/// <param name="FiledOn">Official day.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
public sealed record CaseFiled(
    Guid CaseId, long Version, string Number, Party Party, string Department, IReadOnlyList<string> Violations,
    IReadOnlyList<Guid> MatterIds, Guid? OperationId, DateOnly FiledOn, DateTime OccurredAt);

/// <summary>A penalty was decided and served.</summary>
/// <param name="PenaltyId">Id of the penalty.</param>
/// <param name="Version">Version of the penalty that this made: 1.</param>
/// <param name="CaseId">Id of the case.</param>
/// <param name="Party">The party.</param>
/// <param name="Department">Department that decided.</param>
/// <param name="DecisionNumber">Number of the decision (处罚决定书文号), unique.</param>
/// <param name="Acts">The acts, one or more.</param>
/// <param name="Kinds">Kinds of penalty, codes of the rule pack <c>penalty-kinds</c>, e.g. <c>warning</c>, <c>fine</c>,
/// <c>stop_recruiting</c>.</param>
/// <param name="FineFen">Fine in fen; 0 if there is none.</param>
/// <param name="ConfiscatedFen">Confiscated income in fen; 0 if there is none.</param>
/// <param name="CreditClass"><c>minor</c>, <c>general</c> or <c>serious</c> (信用修复管理办法, 国家发展改革委令第36号).</param>
/// <param name="Simplified">Whether it was decided on the spot (行政处罚法 第五十一条); such a penalty is not published in principle.</param>
/// <param name="DecidedOn">Official day of the decision; terms of publication start here.</param>
/// <param name="MatterIds">Complaint matters that it came from; may be empty.</param>
/// <param name="OperationId">Joint operation that it belongs to, or null.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("penalty")]
public sealed record PenaltyDecided(
    Guid PenaltyId, long Version, Guid CaseId, Party Party, string Department, string DecisionNumber, IReadOnlyList<PenalisedAct> Acts,
    IReadOnlyList<string> Kinds,
    long FineFen, long ConfiscatedFen, string CreditClass, bool Simplified, DateOnly DecidedOn, IReadOnlyList<Guid> MatterIds,
    Guid? OperationId, DateTime OccurredAt);

/// <summary>The party has done everything that the penalty demanded: a condition of credit repair.</summary>
/// <param name="PenaltyId">Id of the penalty.</param>
/// <param name="Version">Version of the penalty that this made.</param>
/// <param name="Party">The party.</param>
/// <param name="PerformedOn">Official day.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("penalty")]
public sealed record PenaltyPerformed(Guid PenaltyId, long Version, Party Party, DateOnly PerformedOn, DateTime OccurredAt);

/// <summary>
/// A penalty was annulled or found unlawful: its publication is withdrawn within three working days (行政处罚法 第四十八条), its effects end.
/// </summary>
/// <param name="PenaltyId">Id of the penalty.</param>
/// <param name="Version">Version of the penalty that this made.</param>
/// <param name="CaseId">Id of the case.</param>
/// <param name="Party">The party.</param>
/// <param name="DecisionNumber">Number of the annulled decision.</param>
/// <param name="Ground">The article on which it was annulled.</param>
/// <param name="AnnulledOn">Official day.</param>
/// <param name="WithdrawDueOn">Last official day for the withdrawal of its publication, or null while that day cannot be worked
/// out.</param>
/// <param name="MatterIds">Complaint matters that the case came from; may be empty.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("penalty")]
public sealed record PenaltyAnnulled(
    Guid PenaltyId, long Version, Guid CaseId, Party Party, string DecisionNumber, Ground Ground, DateOnly AnnulledOn,
    DateOnly? WithdrawDueOn, IReadOnlyList<Guid> MatterIds, DateTime OccurredAt);
