using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Testing;

/// <summary>
/// Watches every save of the tests of this process: an encrypted value goes only where the model says so, since a rotation of keys would
/// not find it elsewhere, and nothing else goes there. What breaks this fails in the test that saves it; no test has to remember it.
/// </summary>
public static class EncryptedSaves
{
    /// <summary>Whether the model says that a property is encrypted.</summary>
    public static bool IsMarked(IReadOnlyProperty property) => property.FindAnnotation(EncryptedProperties.Annotation) is not null;

    /// <summary>What is wrong with the values of an entity that is saved.</summary>
    /// <param name="entry">The entity.</param>
    public static IEnumerable<string> Faults(EntityEntry entry)
    {
        foreach (var value in entry.Properties.Where(property => property.CurrentValue is string { Length: > 0 } or byte[] { Length: > 0 }))
        {
            var (name, isMarked) = ($"{entry.Metadata.ClrType.Name}.{value.Metadata.Name}", IsMarked(value.Metadata));
            var isEncrypted = KeyCount.KeysOf(value.CurrentValue!).All(key => key is not null);
            if (isEncrypted != isMarked)
            {
                yield return isEncrypted
                    ? $"{name} is encrypted, and the model does not say so: IsEncrypted." : $"{name} should be encrypted, and is not.";
            }
        }
    }

#pragma warning disable CA2255 // Every test process watches from its first save on.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Watch() => DiagnosticListener.AllListeners.Subscribe(new Listeners());

    private static void Check(DbContext? context)
    {
        // The contexts of tests save what they like.
        if (context is not ServiceDbContext service
            || service.GetType().Assembly.GetName().Name!.EndsWith(".Tests", StringComparison.Ordinal))
        {
            return;
        }

        var faults = service.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified)
            .SelectMany(Faults).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
        }
    }

    private sealed class Listeners : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                value.Subscribe(this, name => name == CoreEventId.SaveChangesStarting.Name);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is DbContextEventData data)
            {
                Check(data.Context);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
