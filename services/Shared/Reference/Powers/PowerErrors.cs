using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>Every refusal of a power.</summary>
internal static class PowerErrors
{
    /// <summary>No row gives it.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="level">Level of the organ; null for a caller without department or division.</param>
    /// <param name="violation">The violation that it may not punish; null where none was named.</param>
    /// <param name="basis">The article that gives the power to others; null where nobody has it.</param>
    internal static Error Missing(PowerQuestion question, OrganLevel? level, string? violation, LegalBasis? basis)
    {
        var over = (question.Type is null ? "" : $" over the type {question.Type}") + (violation is null ? "" : $" for {violation}");
        var where = level is { } at ? $" at the level {WireWord.Of(at)}" : "";
        return new Error(
            ErrorKind.Forbidden, "reference.power.missing",
            $"No row of the rule pack powers gives {question.Department ?? "a caller without department"}{where} the power "
                + $"{WireWord.Of(question.Power)}{over}.",
            Basis: basis);
    }

    internal static Error NotOwn(PowerQuestion question, string owner, LegalBasis basis) => new(
        ErrorKind.Forbidden, "reference.power.not_own",
        $"{question.Department} has the power {WireWord.Of(question.Power)} for its own acts only; this one is of {owner}.", Basis: basis);
}
