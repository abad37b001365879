using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Messaging;

/// <summary>
/// A message that cannot be read as its contract reaches no consumer. It is parked in the table of the consumer like any other fact at
/// fault, with its text as it came, instead of moving to a queue that is looked at by no service.
/// </summary>
internal static class UnreadableMessages
{
    private const int MaxPayload = 200_000;

    // While the table cannot be written, the message is redelivered; not in a hot loop.
    private static readonly TimeSpan BeforeRedelivery = TimeSpan.FromSeconds(1);

    public static void KeepInTable(IReceiveEndpointConfigurator endpoint, ConsumerRegistration consumer, IServiceProvider services) =>
        endpoint.ConfigureError(pipe => pipe.UseFilter(new Filter(consumer, services)));

    private sealed class Filter(ConsumerRegistration consumer, IServiceProvider services) : IFilter<ExceptionReceiveContext>
    {
        public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
        {
            if (!Failures.IsInfrastructure(context.Exception))
            {
                try
                {
                    var (id, contract, payload) = Read(context);
                    await consumer.ParkAsync(services, id, contract, payload, context.Exception);
                    return;
                }
                catch (Exception e) when (Failures.IsInfrastructure(e))
                {
                    await Task.Delay(BeforeRedelivery, context.CancellationToken);
                }
            }

            ExceptionDispatchInfo.Throw(context.Exception); // The broker redelivers it.
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("oversight-unreadable");

        private static (Guid Id, string Contract, string Payload) Read(ExceptionReceiveContext context)
        {
            var body = context.Body.GetString();
            try
            {
                using var envelope = JsonDocument.Parse(body);
                var root = envelope.RootElement;
                var contract = root.GetProperty("messageType")[0].GetString()!.Replace("urn:message:", "", StringComparison.Ordinal)
                    .Replace(':', '.');
                return (root.GetProperty("messageId").GetGuid(), contract, Shorten(root.GetProperty("message").GetRawText()));
            }
            catch (Exception e)
                when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
                    or IndexOutOfRangeException)
            {
                // Without an id the text itself tells a redelivery.
                return (context.GetMessageId() ?? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 16)), "unknown",
                    Shorten(body));
            }
        }

        private static string Shorten(string text) => text.Length <= MaxPayload ? text : text[..MaxPayload];
    }
}
