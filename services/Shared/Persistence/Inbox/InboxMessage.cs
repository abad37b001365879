using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Inbox;

/// <summary>
/// One message taken by one consumer. It is committed with the consumer's changes; its key makes a second effect impossible.
/// </summary>
public sealed class InboxMessage
{
    internal const string PrimaryKey = "pk_inbox_messages";

    /// <summary>Id of the message on the bus.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Name of the consumer, e.g. <c>disclosure.institution-changed</c>.</summary>
    public required string Consumer { get; init; }

    /// <summary>When its effect was committed.</summary>
    public required DateTime ConsumedAt { get; init; }

    internal static void Configure(ModelBuilder model) => model.Entity<InboxMessage>(e =>
    {
        e.ToTable("inbox_messages");
        e.HasKey(m => new { m.MessageId, m.Consumer }).HasName(PrimaryKey);
        e.Property(m => m.Consumer).HasMaxLength(100);
        e.HasIndex(m => m.ConsumedAt).HasDatabaseName("ix_inbox_messages_consumed_at");
    });
}
