namespace Oversight.Persistence;

/// <summary>
/// Who acts in the present scope and under which key. The web layer fills it from the checked token, a consumer or worker
/// names itself; rules never read it, the audit row does.
/// </summary>
public sealed class ActScope
{
    /// <summary>Subject of the token, or <c>system:&lt;worker&gt;</c>.</summary>
    public string ActorId { get; set; } = "system";

    /// <summary>Department of the actor, e.g. <c>education</c>, or null.</summary>
    public string? Department { get; set; }

    /// <summary>Division scope of the actor, e.g. <c>3302</c>, or null.</summary>
    public string? Division { get; set; }

    /// <summary>Why personal data was read, where the act was such a read; otherwise null.</summary>
    public string? Purpose { get; set; }

    /// <summary>The Idempotency-Key of the command and its request, or null when the act carries none.</summary>
    public IdempotencyKey? Idempotency { get; set; }
}

/// <summary>An Idempotency-Key in the scope of its caller. Held in memory only; what is stored of it is a keyed hash.</summary>
/// <param name="Caller">Subject of the token.</param>
/// <param name="Key">The key as sent.</param>
/// <param name="Request">What tells the request from another: method, path, query and SHA-256 of the body.</param>
public sealed record IdempotencyKey(string Caller, string Key, string Request);
