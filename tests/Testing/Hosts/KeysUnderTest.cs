using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Testing;

/// <summary>What an administrator does with the keys of a service, in the process of the service.</summary>
public static class KeysUnderTest
{
    /// <summary>Rotates the encryption key, without the time that other processes need; answers the name of the old key's file.</summary>
    public static async Task<string> RotateKeysAsync<TContext>(this IServiceProvider services, CancellationToken cancellationToken)
        where TContext : ServiceDbContext
    {
        var (keys, rotator) =
            (services.GetRequiredService<PersonalDataKeys<TContext>>(), services.GetRequiredService<KeyRotator<TContext>>());
        var before = keys.Location.Files.Beside(keys.Current);
        rotator.Settling = TimeSpan.Zero;
        using var output = new StringWriter();
        return await rotator.RotateAsync(output, cancellationToken) ? before : throw new InvalidOperationException(output.ToString());
    }

    /// <summary>Makes a new key for hashes.</summary>
    public static async Task RotateFingerprintsAsync<TContext>(this IServiceProvider services, CancellationToken cancellationToken)
        where TContext : ServiceDbContext
    {
        using var output = new StringWriter();
        if (!await services.GetRequiredService<KeyRotator<TContext>>().RotateFingerprintsAsync(output, cancellationToken))
        {
            throw new InvalidOperationException(output.ToString());
        }

        await services.GetRequiredService<PersonalDataKeys<TContext>>().CheckAsync(cancellationToken);
    }
}
