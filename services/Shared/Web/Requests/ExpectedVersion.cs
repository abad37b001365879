using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>
/// The version that the caller read and now wants to change, from <c>If-Match: "3"</c>. An endpoint that takes this type
/// refuses a request without the header (428), and a handler refuses another version than the current one (412). The
/// database checks once more at the save, so of two officers with the same version exactly one succeeds.
/// </summary>
public sealed class ExpectedVersion
{
    /// <summary>428: the change of an existing record must name its version.</summary>
    public static readonly Error Required = new(
        ErrorKind.VersionRequired, "request.version.required", "Send the ETag of the record as you read it in If-Match.", "If-Match");

    /// <summary>400: If-Match is not one strong ETag of this platform.</summary>
    public static readonly Error Malformed = new(
        ErrorKind.Invalid, "request.version.malformed",
        "If-Match takes exactly one ETag as this platform wrote it, such as \"3\".", "If-Match");

    private readonly Result<long> _version;

    private ExpectedVersion(Result<long> version) => _version = version;

    /// <summary>Refuses unless <paramref name="current"/> is the version that the caller named.</summary>
    public Result Check(long current)
    {
        if (_version.IsRefused)
        {
            return _version.Error;
        }

        return _version.Value == current ? Result.Done : Persistence.CommitErrors.Stale;
    }

    /// <summary>Refuses a request that names no version at all, before anything is loaded.</summary>
    public Error? Refusal => _version.Error;

    /// <summary>The expectation in a header value; null or blank is <see cref="Required"/>.</summary>
    public static ExpectedVersion Parse(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return new ExpectedVersion(Required);
        }

        var text = header.Trim();
        return text.Length > 2 && text[0] == '"' && text[^1] == '"'
            && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new ExpectedVersion(version)
            : new ExpectedVersion(Malformed);
    }

    /// <summary>Binds from the request.</summary>
    public static ValueTask<ExpectedVersion?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<ExpectedVersion?>(Parse(context.Request.Headers.IfMatch));
}
