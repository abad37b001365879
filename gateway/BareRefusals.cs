using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Gateway;

/// <summary>
/// What Kestrel cannot parse (a null character in a path or header, a broken request line, lengths that contradict each other, more than
/// its limits) it refuses before any step of the pipeline runs, with a status alone. On the connection, such an answer gets the problem
/// document and the headers that every other answer has.
/// </summary>
/// <remarks>
/// While a request is in the pipeline, nothing is looked at: its bytes may be anybody's text. Connections over TLS are not reached: their
/// bytes are encrypted here.
/// </remarks>
internal static class BareRefusals
{
    /// <summary>Adds the step to a listener.</summary>
    public static void UseProblems(this IConnectionBuilder listener, GatewaySettings settings) => listener.Use(next => async connection =>
    {
        var transport = connection.Transport;
        var output = new Output(transport.Output, settings);
        connection.Transport = new Ends(transport.Input, output);
        connection.Features.Set(output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    /// <summary>The first step of the pipeline: until its answer has gone out whole, what the connection sends is this request's.</summary>
    public static Task InPipelineAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Output>() is { } output)
        {
            output.InPipeline = true;
            context.Response.OnCompleted(static connection =>
            {
                ((Output)connection).InPipeline = false;
                return Task.CompletedTask;
            }, output);
        }

        return next(context);
    }

    /// <summary>The answer in place of <paramref name="head"/>, or null if that is not a refusal of Kestrel's own.</summary>
    internal static byte[]? Replacement(ReadOnlySpan<byte> head, GatewaySettings settings)
    {
        if (!head.StartsWith("HTTP/1.1 4"u8) && !head.StartsWith("HTTP/1.1 5"u8))
        {
            return null;
        }

        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        if (lines.Length < 3 || lines[^1].Length > 0 || lines[^2].Length > 0
            || !lines.Contains("Content-Length: 0", StringComparer.OrdinalIgnoreCase)
            || !int.TryParse(lines[0].AsSpan("HTTP/1.1 ".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return null;
        }

        // No request was parsed, so there is no activity whose trace id could be named.
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var refusal = Refusal.OfStatus(status, null);
        var details = Problems.Details(status, refusal.Code, refusal.Detail);
        details.Extensions["traceId"] = trace;
        var body = JsonSerializer.SerializeToUtf8Bytes(details, WireJson.Options);
        var answer = new StringBuilder();
        foreach (var line in lines[..^2].Where(line => !line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)))
        {
            answer.Append(line).Append("\r\n");
        }

        foreach (var (name, value) in SecurityHeaders.Always.Append((SecurityHeaders.CorrelationId, trace))
            .Append(("Content-Security-Policy", settings.ContentSecurityPolicies["api"])))
        {
            answer.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        answer.Append(CultureInfo.InvariantCulture,
            $"Cache-Control: no-store\r\nContent-Type: application/problem+json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(answer.ToString()), .. body];
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Kestrel writes the head of an answer in one piece, so it is seen whole when the piece is handed on.</summary>
    private sealed class Output(PipeWriter inner, GatewaySettings settings) : PipeWriter
    {
        private Memory<byte> _piece;

        public bool InPipeline { get; set; }

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _piece = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (!InPipeline && Replacement(_piece.Span[..bytes], settings) is { } problem)
            {
                // Kestrel's bytes were not advanced over, so they do not count as written: the problem takes their place in the pipe.
                inner.Write(problem);
                return;
            }

            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
