using System.ComponentModel.DataAnnotations;

namespace Oversight.Identity;

/// <summary>Settings of the service, section <c>Oversight:Identity</c>; README.md explains each.</summary>
internal sealed class IdentitySettings
{
    public const string Section = "Oversight:Identity";

    /// <summary>Life of an access token; a withdrawn role or account may act this long at most.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the sign-in tokens can be renewed; it does not slide.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// How long a redeemed refresh token may be sent again, for an answer that was lost on the way. After that a repeat counts as theft.
    /// </summary>
    public TimeSpan RefreshTokenLeeway { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Life of the browser's session; it slides.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Wrong passwords in a row that lock an account.</summary>
    [Range(2, 100)]
    public int LockoutFailures { get; set; } = 5;

    /// <summary>How long an account stays locked.</summary>
    public TimeSpan LockoutDuration { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Fewest characters of a password.</summary>
    [Range(8, 64)]
    public int PasswordMinLength { get; set; } = 12;

    /// <summary>How long a proposal waits for a second administrator.</summary>
    public TimeSpan ProposalLifetime { get; set; } = TimeSpan.FromDays(14);

    public KeySettings Keys { get; set; } = new();

    public ConsoleSettings Console { get; set; } = new();

    public BootstrapSettings Bootstrap { get; set; } = new();

    internal sealed class KeySettings
    {
        /// <summary>How long a key signs.</summary>
        public TimeSpan Rotation { get; set; } = TimeSpan.FromDays(90);

        /// <summary>How long a key is published before it signs; longer than any service keeps the key list.</summary>
        public TimeSpan Announcement { get; set; } = TimeSpan.FromDays(1);
    }

    internal sealed class ConsoleSettings
    {
        /// <summary>
        /// Where the console may be sent back to. Without any: <c>&lt;issuer&gt;/console/callback</c> and the loopback of native
        /// applications.
        /// </summary>
        public string[] RedirectUris { get; set; } = [];

        /// <summary>Where it may be sent after sign-out. Without any: <c>&lt;issuer&gt;/</c>.</summary>
        public string[] PostLogoutRedirectUris { get; set; } = [];
    }

    internal sealed class BootstrapSettings
    {
        /// <summary>The first administrator.</summary>
        public string? UserName { get; set; }

        public string? Password { get; set; }

        /// <summary>The second one: rights are given by two.</summary>
        public string? SecondUserName { get; set; }

        public string? SecondPassword { get; set; }

        /// <summary>A client that proposes, for scripts.</summary>
        public string? ClientId { get; set; }

        public string? ClientSecret { get; set; }

        /// <summary>The client that confirms.</summary>
        public string? SecondClientId { get; set; }

        public string? SecondClientSecret { get; set; }

        /// <summary>Division of the first administrators, e.g. 3302.</summary>
        public string? Division { get; set; }

        public string Department { get; set; } = "education";

        /// <summary>Name of the organ; null takes the department's name of the rule pack <c>departments</c>.</summary>
        public string? DepartmentNameZh { get; set; }

        /// <summary>Its name in English; null takes that of the pack.</summary>
        public string? DepartmentNameEn { get; set; }
    }
}
