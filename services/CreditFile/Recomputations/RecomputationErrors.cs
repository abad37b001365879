using Oversight.Kernel;

namespace Oversight.CreditFile.Recomputations;

/// <summary>Every refusal about a recomputation.</summary>
internal static class RecomputationErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "creditfile.recomputation.unknown", "There is no such recomputation in your scope.");

    public static readonly Error NoScope = new(
        ErrorKind.Forbidden, "creditfile.recomputation.no_scope", "A recomputation needs a division whose files it rates.");
}
