using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Enforcement.Cases;

/// <summary>Who has had a hand in a case: the pack <c>enforcement-acts</c> says to which acts that bars.</summary>
internal sealed partial class Case : IHands
{
    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands()
    {
        yield return (Hand.Filer, FiledBy);
        foreach (var handler in _handlers)
        {
            // Handlers without account act through the one who filed the case for them.
            yield return (Hand.Handler, handler.AccountId ?? FiledBy);
        }

        foreach (var (hand, actor) in new[]
        {
            (Hand.Proposer, ProposedBy), (Hand.LegalReviewer, ReviewedBy), (Hand.Decider, DecidedBy),
        })
        {
            if (actor is not null)
            {
                yield return (hand, actor);
            }
        }
    }

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => act switch
    {
        "enforcement.case.review" => CaseErrors.ReviewerHandles,
        "enforcement.case.annul" => CaseErrors.AnnulerInvolved,
        "enforcement.case.decide" or "enforcement.case.dismiss" or "enforcement.case.extend" => CaseErrors.DeciderInvolved,
        _ => null,
    };

    /// <summary>Whether the account is one of the handlers', or filed the case for handlers without account.</summary>
    public bool Handles(string accountId) => Hands().Contains((Hand.Handler, accountId));
}
