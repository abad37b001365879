using Oversight.CreditFile.Ledger;
using Oversight.Messaging;

namespace Oversight.CreditFile.Consumers;

/// <summary>
/// Enters one contract's facts in the ledger. A fact may come twice, late, or before the one that it belongs to (an annulment before
/// its decision): the ledger keeps each once and the rating does not depend on the order.
/// </summary>
internal sealed class LedgerConsumer<TFact>(CreditLedger ledger) : ICopyConsumer<TFact>
    where TFact : class
{
    public async Task ConsumeAsync(TFact fact, CancellationToken cancellation)
    {
        if (FactReader.Read(fact) is { } stated)
        {
            await ledger.EnterAsync(stated, cancellation);
        }
    }
}

/// <summary>
/// Opens, names and places credit files by one contract of the register, and enters its states (expired, suspended, revoked …) in the
/// ledger: the one intake of the register, since the file must be opened in the same save that rates the facts which came before it.
/// </summary>
internal sealed class FileRegisterConsumer<TFact>(CreditLedger ledger) : ICopyConsumer<TFact>
    where TFact : class
{
    public Task ConsumeAsync(TFact fact, CancellationToken cancellation) =>
        ledger.TakeRegisterAsync(FactReader.ReadRegister(fact), cancellation);
}
