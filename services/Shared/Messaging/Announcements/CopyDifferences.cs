using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>What applying a publisher's state by force would change: the difference between the copy and the publisher.</summary>
internal sealed class CopyDifferences(ServiceDbContext database)
{
    private readonly StringBuilder _text = new();

    /// <summary>Rows that differ.</summary>
    public int Count { get; private set; }

    /// <summary>Notes what the tracked changes are about; called before each save.</summary>
    public void Note()
    {
        foreach (var entry in database.ChangeTracker.Entries().Where(IsCopied))
        {
            if (entry.State is EntityState.Added or EntityState.Deleted)
            {
                Add(entry, entry.State == EntityState.Added ? "missing" : "not at the publisher");
            }
            else if (entry.State == EntityState.Modified && Columns(entry) is { Length: > 0 } columns)
            {
                Add(entry, columns);
            }
        }
    }

    /// <summary>The first differences, one a line; null where there are none.</summary>
    public string? ToText() => Count == 0 ? null : _text.ToString();

    // Rows of the platform's own tables come and go with every act; a row's own version only tells how often it was changed.
    private static bool IsCopied(EntityEntry entry) => entry.Metadata.ClrType.Assembly != typeof(ServiceDbContext).Assembly;

    private static string Columns(EntityEntry entry) => string.Join(", ", entry.Properties
        .Where(p => p.IsModified && p.Metadata.Name != nameof(IVersioned.Version) && !Equals(p.OriginalValue, p.CurrentValue))
        .Select(p => p.Metadata.GetColumnName()));

    private void Add(EntityEntry entry, string what)
    {
        Count++;
        var key = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p).CurrentValue));
        var line = $"{entry.Metadata.GetTableName()} {key}: {what}\n";
        if (_text.Length + line.Length <= StatePage.MaxDetails)
        {
            _text.Append(line);
        }
    }
}
