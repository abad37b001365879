using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Logging;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Web;

/// <summary>
/// Turns whatever went wrong into a problem document: unreadable requests are the caller's (400, 413, 415), a database that
/// is away is 503, everything else is a bug (500) that is logged with its trace and shown without detail.
/// </summary>
internal sealed partial class FaultProblems(RequestDelegate next, ILogger<FaultProblems> log)
{
    private static readonly Error Body = new(
        ErrorKind.Invalid, "request.body.malformed",
        "The body is not the JSON that this operation takes: wrong syntax, an unknown or repeated member, a missing member or a wrong "
            + "type.");

    private static readonly Error Value = new(
        ErrorKind.Invalid, "request.value.malformed",
        "A value of the path, the query or the body could not be read, or the body is missing.");

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e)
        {
            await http.WriteProblemAsync(Explain(e));
        }
        catch (Exception e) when (DatabaseErrors.IsCancellation(e, http.RequestAborted))
        {
            // The caller has gone; nobody reads an answer.
        }
        catch (KeyUnavailableException e)
        {
            LogNoKey(log, e);
            await http.WriteProblemAsync(Problems.Details(KeyUnavailableException.Refusal));
        }
        catch (KeyLostException e)
        {
            LogNoKey(log, e);
            await http.WriteProblemAsync(
                Problems.Details(
                    StatusCodes.Status500InternalServerError, "service.key.lost",
                    "The key of what was asked for was declared lost. Nobody can read it any more."));
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            LogUnavailable(log, e);
            await http.WriteProblemAsync(Problems.Details(CommitErrors.Unavailable));
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            LogFault(log, e, http.Request.Method, http.GetEndpoint()?.DisplayName);
            http.Response.Clear();
            await http.WriteProblemAsync(
                Problems.Details(
                    StatusCodes.Status500InternalServerError, "service.fault",
                    "The service failed. The fault is logged under the trace id."));
        }
    }

    /// <summary>Gives an answer without a body (404 of no route, 405, 415 …) its problem document.</summary>
    public static Task EmptyAnswerAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        if (status == StatusCodes.Status400BadRequest && Unreadable(context.HttpContext) is { } field)
        {
            return context.HttpContext.WriteProblemAsync(Problems.Details(Value with { Field = field }));
        }

        var (code, detail) = status switch
        {
            StatusCodes.Status404NotFound => ("request.path.unknown", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("request.method.unknown", "This address does not take this method."),
            StatusCodes.Status415UnsupportedMediaType =>
                ("request.media_type.unsupported", "This operation does not take this content type."),
            StatusCodes.Status413PayloadTooLarge => ("request.body.too_large", "The body is larger than this operation takes."),
            _ => ("request.refused", "The request was refused."),
        };
        return context.HttpContext.WriteProblemAsync(Problems.Details(status, code, detail));
    }

    // The endpoints that are compiled with the code answer an optional value that cannot be read with a bare 400.
    private static string? Unreadable(HttpContext http)
    {
        var parameters = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [];
        var unreadable = parameters.FirstOrDefault(p => p.HasTryParse
            && http.Request.Query.TryGetValue(p.Name, out var text)
            && !TypeDescriptor.GetConverter(p.ParameterInfo.ParameterType).IsValid(text.ToString()));
        return unreadable is null ? null : JsonNamingPolicy.CamelCase.ConvertName(unreadable.Name);
    }

    private static Microsoft.AspNetCore.Mvc.ProblemDetails Explain(BadHttpRequestException e)
    {
        if (e.StatusCode != StatusCodes.Status400BadRequest)
        {
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problems.Details(new Error(ErrorKind.TooLarge, "request.body.too_large", "The body is larger than this operation takes."))
                : Problems.Details(e.StatusCode, "request.unreadable", "The request could not be read.");
        }

        return e.InnerException is JsonException json
            ? Problems.Details(Body with { Field = FieldOf(json) })
            : Problems.Details(
                Value with
                {
                    Field = Parameter().Match(e.Message) is { Success: true } named ? JsonNamingPolicy.CamelCase.ConvertName(
                        named.Groups["name"].Value) : null
                });
    }

    /// <summary>
    /// The member at fault; of members that are missing, the first. The framework says neither otherwise than in its message.
    /// </summary>
    private static string? FieldOf(JsonException e)
    {
        var path = e.Path is { Length: <= 200 } known ? known : null;
        return path is not null && Missing().Match(e.Message) is { Success: true } missing
            ? $"{path}.{missing.Groups["name"].Value}" : path;
    }

    [GeneratedRegex("missing required properties including: '(?<name>[A-Za-z0-9]{1,60})'")]
    private static partial Regex Missing();

    [GeneratedRegex("^(Failed to bind parameter|Required parameter) \"[^\" ]+ (?<name>[A-Za-z0-9]{1,60})\"")]
    private static partial Regex Parameter();

    [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed")]
    private static partial void LogFault(ILogger log, Exception e, string method, string? endpoint);

    [LoggerMessage(2, LogLevel.Warning, "The database does not answer")]
    private static partial void LogUnavailable(ILogger log, Exception e);

    [LoggerMessage(3, LogLevel.Error, "A key is not in its place")]
    private static partial void LogNoKey(ILogger log, Exception e);
}
