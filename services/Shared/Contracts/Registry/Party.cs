namespace Oversight.Contracts.Registry.V1;

/// <summary>
/// The party that a complaint, an inspection or a case is about (当事人): an institution or lead of the register, or an entity
/// that the register does not have. Part of contracts of other services, never sent alone. It names no natural person.
/// </summary>
/// <param name="InstitutionId">Id in the register, or null where the register does not have it.</param>
/// <param name="Name">Registered name, or the name on the door.</param>
/// <param name="CreditCode">Unified social credit code (GB 32100-2015), or null.</param>
/// <param name="Division">Division of the site, GB/T 2260, six digits.</param>
/// <param name="Address">Where it is, or null if only the division is known.</param>
/// <param name="Entry">What the register has it as, of <see cref="PartyEntries"/>, as far as the sender knew when it began to deal with
/// it.</param>
public sealed record Party(Guid? InstitutionId, string Name, string? CreditCode, string Division, string? Address, string Entry);
