using Oversight.Kernel;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// The keys of the service are not those of its database, or a value needs a key that the service does not have. Like a database that
/// is away this is no fault of the work at hand: it succeeds, unchanged, once an administrator has put the key in its place.
/// </summary>
/// <param name="message">For an administrator; callers are told <see cref="Refusal"/>.</param>
public sealed class KeyUnavailableException(string message) : Exception(message)
{
    /// <summary>What callers are told, who can only wait.</summary>
    public static readonly Error Refusal = new(
        ErrorKind.Unavailable, "service.key.unavailable",
        "A key of this service is not in its place. Send the same request again later, with the same Idempotency-Key.");
}

/// <summary>A value was encrypted with a key that an administrator has declared lost: nobody can read it any more.</summary>
/// <param name="keyId">Id of the key.</param>
public sealed class KeyLostException(string keyId) : Exception($"The value was encrypted with the key {keyId}, which was declared lost.");
