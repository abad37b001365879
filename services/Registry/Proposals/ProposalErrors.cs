using Oversight.Kernel;

namespace Oversight.Registry.Proposals;

/// <summary>Every refusal about a proposal.</summary>
internal static class ProposalErrors
{
    public static readonly Error Exists = new(
        ErrorKind.Conflict, "registry.proposal.exists", "This act is already proposed for the entry as it is.");
}
