using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Oversight.Complaint.Data;
using Oversight.Persistence.PersonalData;

namespace Oversight.Complaint.Site;

/// <summary>
/// The hidden key of a form: new for every page that is shown, bound to the browser by a cookie and signed by a key of the service, so that
/// only our own page can send the form, on any replica, and nobody can have another's browser send it. Its random part is the one-time key
/// under which the message is taken, so a double click or a reload takes it once.
/// </summary>
internal sealed class FormKeys(PersonalDataKeys<ComplaintDbContext> keys, TimeProvider clock)
{
    private const string Cookie = "oversight-complaint-form", Purpose = "complaint/form-key";
    private const int NonceLength = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The key of a form on the page that is being made. Such a page is kept by nobody.</summary>
    public string Issue(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Request.Cookies[Cookie] is not { Length: NonceLength } browser)
        {
            browser = RandomNumberGenerator.GetHexString(NonceLength, lowercase: true);
            http.Response.Cookies.Append(Cookie, browser, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                Path = "/complaints",
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
            });
        }

        var nonce = RandomNumberGenerator.GetHexString(NonceLength, lowercase: true);
        var issued = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{nonce}.{issued}.{keys.Fingerprint(Purpose, Signed(browser, nonce, issued))}";
    }

    /// <summary>
    /// The one-time key of a form that was sent; null if it is missing, forged, another browser's or older than twelve hours.
    /// </summary>
    public string? Read(HttpContext http, string sent)
    {
        var parts = sent.Length > 200 ? [] : sent.Split('.');
        if (parts.Length != 3 || parts[0].Length != NonceLength || http.Request.Cookies[Cookie] is not { Length: NonceLength } browser
            || !keys.IsFingerprint(Purpose, Signed(browser, parts[0], parts[1]), parts[2]))
        {
            return null;
        }

        // The signature proves that the second part is a number of this service, so parsing does not fail. A minute ahead is allowed for
        // the clock of another replica that made the form.
        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture));
        return age <= Lifetime && age >= TimeSpan.FromMinutes(-1) ? "form-" + parts[0] : null;
    }

    private static string Signed(string browser, string nonce, string issued) => $"{browser}|{nonce}|{issued}";
}

/// <summary>The fields of a form that a browser sent.</summary>
internal sealed class SentForm
{
    // A message of 20,000 characters, percent-encoded.
    private const int MostPerField = 400_000;

    private readonly IFormCollection _fields;

    private SentForm(IFormCollection fields) => _fields = fields;

    /// <summary>A field; empty if it is missing or stands more than once.</summary>
    public string this[string name] => _fields[name] is { Count: 1 } value ? value.ToString() : "";

    /// <summary>Every value of a field that may stand several times; at most ten.</summary>
    public IReadOnlyList<string> All(string name) => [.. _fields[name].OfType<string>().Take(10)];

    /// <summary>
    /// What tells a repeat from another form: names and values in an order that does not depend on the browser. Held in memory only.
    /// </summary>
    public string Digest(params string[] names) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join(
            '\n', names.Order(StringComparer.Ordinal).Select(name => $"{name}={string.Join('\u001f', _fields[name].AsEnumerable())}")))));

    /// <summary>Reads the form; an empty one where the body is none.</summary>
    public static async Task<SentForm> ReadAsync(HttpContext http, CancellationToken cancellation)
    {
        if (!http.Request.HasFormContentType)
        {
            return new SentForm(FormCollection.Empty);
        }

        try
        {
            return new SentForm(
                await http.Request.ReadFormAsync(
                    new() { ValueCountLimit = 40, KeyLengthLimit = 100, ValueLengthLimit = MostPerField }, cancellation));
        }
        catch (InvalidDataException)
        {
            // Too many or too long fields: no page of ours sends such a form, and without its key it is refused.
            return new SentForm(FormCollection.Empty);
        }
    }
}
