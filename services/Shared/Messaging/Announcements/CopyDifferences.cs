using System.Collections;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>
/// What applying a publisher's state by force would change: the difference between the copy and the publisher. A row counts by how it was
/// before the page and how it is after it; what the facts of one record do and undo in between is no difference.
/// </summary>
internal sealed class CopyDifferences(ServiceDbContext database)
{
    private readonly Dictionary<string, Change> _changes = [];

    /// <summary>Notes what the tracked changes are about; called before each save.</summary>
    public void Note()
    {
        foreach (var entry in database.ChangeTracker.Entries().Where(IsCopied))
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
            {
                continue;
            }

            var key =
                $"{entry.Metadata.GetTableName()} "
                    + $"{string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p).CurrentValue))}";
            var change = _changes.TryGetValue(key, out var noted)
                ? noted : new Change(entry.State == EntityState.Added ? null : Values(entry, p => p.OriginalValue));
            _changes[key] = change with { After = entry.State == EntityState.Deleted ? null : Values(entry, p => p.CurrentValue) };
        }
    }

    /// <summary>How many rows differ, and the first of them, one a line; null where there are none.</summary>
    public (int Count, string? Text) Found()
    {
        var (count, text) = (0, new StringBuilder());
        foreach (var (key, change) in _changes)
        {
            if (change.What() is not { } what)
            {
                continue;
            }

            count++;
            if (text.Length + key.Length + what.Length + 3 <= StatePage.MaxDetails)
            {
                text.Append(key).Append(": ").Append(what).Append('\n');
            }
        }

        return (count, text.Length == 0 ? null : text.ToString());
    }

    // Rows of the platform's own tables come and go with every act; a row's own version only tells how often it was changed.
    private static bool IsCopied(EntityEntry entry) => entry.Metadata.ClrType.Assembly != typeof(ServiceDbContext).Assembly;

    private static Dictionary<string, object?> Values(EntityEntry entry, Func<PropertyEntry, object?> value) => entry.Properties
        .Where(p => p.Metadata.Name != nameof(IVersioned.Version))
        .ToDictionary(p => p.Metadata.GetColumnName(), value, StringComparer.Ordinal);

    private sealed record Change(IReadOnlyDictionary<string, object?>? Before)
    {
        public IReadOnlyDictionary<string, object?>? After { get; init; }

        /// <summary>What differs, or null where nothing does.</summary>
        public string? What() => (Before, After) switch
        {
            (null, null) => null,
            (null, _) => "missing",
            (_, null) => "not at the publisher",
            _ => string.Join(
                ", ", Before.Where(value => !Same(value.Value, After.GetValueOrDefault(value.Key)))
                    .Select(value => value.Key)) is { Length: > 0 } columns
                ? columns
                : null,
        };

        // A list in one column is as good as another one with the same elements.
        private static bool Same(object? one, object? other) => one is IEnumerable a and not string && other is IEnumerable b
            ? a.Cast<object?>().SequenceEqual(b.Cast<object?>()) : Equals(one, other);
    }
}
