using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Oversight.Identity.Data;
using Oversight.Persistence;

namespace Oversight.Identity.Keys;

/// <summary>The server's keys in memory, and the signal that makes OpenIddict take a changed set without a restart.</summary>
internal sealed class KeyRing(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptionsMonitor<IdentitySettings> settings)
    : IOptionsChangeTokenSource<OpenIddictServerOptions>, IDisposable
{
    private readonly IDataProtector _protector = protection.CreateProtector("Oversight.Identity.ServerKeys");
    private readonly Dictionary<Guid, SecurityKey> _opened = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private CancellationTokenSource _changed = new();
    private volatile IReadOnlyList<SecurityKey> _signing = [];
    private volatile IReadOnlyList<SecurityKey> _encryption = [];

    public string? Name => Options.DefaultName;

    /// <summary>Keys that tokens are checked with; the first one signs. Empty until the first load.</summary>
    public IReadOnlyList<SecurityKey> Signing => _signing;

    /// <summary>Keys that codes and refresh tokens are read with; the first one encrypts.</summary>
    public IReadOnlyList<SecurityKey> Encryption => _encryption;

    public bool IsLoaded => _signing.Count > 0 && _encryption.Count > 0;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    /// <summary>Reads the keys, makes the next generation where one is due, and signals if the usable set is another than before.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var signing = await LoadAsync(KeyPurpose.Signing, cancellation);
            var encryption = await LoadAsync(KeyPurpose.Encryption, cancellation);
            // Compared by reference: Open keeps one instance for each row. Without a change no signal is given.
            if (!signing.SequenceEqual(_signing) || !encryption.SequenceEqual(_encryption))
            {
                (_signing, _encryption) = (signing, encryption);
                // The new source is in place before the old one fires: the options monitor asks for the next token from within the
                // callback.
                using var before = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
                await before.CancelAsync();
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _changed.Dispose();
    }

    private async Task<IReadOnlyList<SecurityKey>> LoadAsync(KeyPurpose purpose, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        var commit = scope.ServiceProvider.GetRequiredService<Commit<IdentityDbContext>>();
        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = "system:keys";
        var now = commit.Now;
        var keys = await context.ServerKeys.AsNoTracking().Where(k => k.Purpose == purpose).ToListAsync(cancellation);
        var plan = Plan(now, keys);
        if (plan.NextFrom is { } from)
        {
            await MakeAsync(context, commit, purpose, keys.Count == 0 ? 1 : keys.Max(k => k.Generation) + 1, from, cancellation);
            keys = await context.ServerKeys.AsNoTracking().Where(k => k.Purpose == purpose).ToListAsync(cancellation);
            plan = Plan(now, keys);
        }

        return [.. plan.Usable.Select(Open)];
    }

    // A token signed by the retired key may live as long as a refresh token does; an hour for clocks that differ.
    private KeyPlan Plan(DateTime now, List<ServerKey> keys) =>
        KeyPlan.At(now, keys, settings.CurrentValue.Keys, settings.CurrentValue.RefreshTokenLifetime + TimeSpan.FromHours(1));

    private async Task MakeAsync(
        IdentityDbContext context, Commit<IdentityDbContext> commit, KeyPurpose purpose, long generation, DateTime from,
        CancellationToken cancellation)
    {
        byte[] secret;
        if (purpose == KeyPurpose.Signing)
        {
            using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            secret = pair.ExportPkcs8PrivateKey();
        }
        else
        {
            secret = RandomNumberGenerator.GetBytes(32);
        }

        var key = new ServerKey
        {
            Id = commit.NewId(),
            Purpose = purpose,
            Generation = generation,
            Protected = Convert.ToBase64String(_protector.Protect(secret)),
            CreatedAt = commit.Now,
            ActiveFrom = from,
        };
        CryptographicOperations.ZeroMemory(secret);
        context.ServerKeys.Add(key);
        commit.Record("key.make", "server_key", key.Id, generation, new { key.Purpose, key.ActiveFrom });
        var saved = await commit.SaveAsync(cancellation);
        if (saved.IsRefused && saved.Error.Code != KeyErrors.GenerationMade.Code)
        {
            throw new InvalidOperationException($"The next {purpose} key could not be kept: {saved.Error.Code}.");
        }

        // Refused: another replica made this generation first; its key is read next.
    }

    private SecurityKey Open(ServerKey key)
    {
        if (_opened.TryGetValue(key.Id, out var open))
        {
            return open;
        }

        var secret = _protector.Unprotect(Convert.FromBase64String(key.Protected));
        if (key.Purpose == KeyPurpose.Signing)
        {
            var pair = ECDsa.Create();
            pair.ImportPkcs8PrivateKey(secret, out _);
            open = new ECDsaSecurityKey(pair) { KeyId = key.Id.ToString("N") };
        }
        else
        {
            open = new SymmetricSecurityKey(secret) { KeyId = key.Id.ToString("N") };
        }

        return _opened[key.Id] = open;
    }
}

/// <summary>Loads the keys before the first request and looks for a rotation twice a minute.</summary>
internal sealed partial class KeyRotation(KeyRing ring, TimeProvider clock, ILogger<KeyRotation> log)
    : PeriodicWorker(TimeSpan.FromSeconds(30), clock, log)
{
    private readonly ILogger _log = log;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ring.RefreshAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotYet(_log, e);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        await ring.RefreshAsync(cancellation);
        return false;
    }

    [LoggerMessage(1, LogLevel.Warning, "The keys could not be loaded yet; sign-in and tokens answer 503 until they are")]
    private static partial void LogNotYet(ILogger log, Exception e);
}
