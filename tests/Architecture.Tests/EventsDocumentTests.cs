using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Registry.V1;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Testing;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// <c>services/EVENTS.md</c> says what the code does: each contract is published by the service whose code makes it, and consumed by the
/// services that register a consumer of it; and nothing is published or consumed that it does not list.
/// </summary>
public sealed class EventsDocumentTests
{
    private static readonly string[] Services = [
        "Complaint", "CreditFile", "Disclosure", "Enforcement", "Identity", "Inspection", "Registry"];

    private static string Text => File.ReadAllText(Path.Combine(Repository.Root!, "services", "EVENTS.md"));

    [Fact]
    public async Task The_document_says_who_publishes_and_who_consumes_each_contract()
    {
        await using var app = Modules.Build();

        var faults = Faults(
            EventsDocument.Read(Text), Contracts(), Services.ToDictionary(service => service, MadeBy),
            Services.ToDictionary(service => service, service => ConsumedBy(service, app.Services)));

        Assert.Equal("", string.Join('\n', faults));
    }

    [Fact]
    public void There_is_something_to_look_at()
    {
        const string Registered = "Oversight.Contracts.Registry.V1.InstitutionRegistered";

        Assert.Contains(Registered, MadeBy("Registry"));
        Assert.DoesNotContain(Registered, MadeBy("Disclosure"));
        Assert.Contains(EventsDocument.Read(Text).Contracts, line => line.Contract == Registered && line.Consumers.Contains("Disclosure"));
    }

    [Fact]
    public void Canary_a_document_that_differs_is_reported_in_both_directions()
    {
        const string Space = "Oversight.Contracts.Registry.V1";
        var document = EventsDocument.Read(
            $"""
            ## Published by Registry

            Namespace `{Space}`.

            | Contract | When | Kind | Consumed by |
            |---|---|---|---|
            | `Told` | always | state copy | Disclosure, Inspection (a copy); never Complaint |
            | `Gone` | never | state copy | Disclosure |
            | `Silent` | never | state copy | Disclosure |

            Part: `Piece`.
            """);

        var faults = Faults(
            document,
            [$"{Space}.Told", $"{Space}.Silent", $"{Space}.Piece", $"{Space}.Unlisted"],
            new() { ["Registry"] = [$"{Space}.Told", $"{Space}.Unlisted"], ["Disclosure"] = [$"{Space}.Told"] },
            new() { ["Disclosure"] = [$"{Space}.Told", $"{Space}.Silent", $"{Space}.Piece"] });

        Assert.Equal(
            [
                $"{Space}.Gone is listed and is no contract",
                $"{Space}.Piece is a part and is consumed by Disclosure",
                $"{Space}.Silent is made by nobody; the document says Registry",
                $"{Space}.Told is consumed by Disclosure; the document says Disclosure, Inspection",
                $"{Space}.Told is made by Disclosure, Registry; the document says Registry",
                $"{Space}.Unlisted is not listed",
            ],
            faults);
    }

    private static List<string> Faults(
        EventsDocument document, IReadOnlyCollection<string> contracts, Dictionary<string, HashSet<string>> made,
        Dictionary<string, HashSet<string>> consumed)
    {
        var listed = document.Contracts.Select(line => line.Contract).Concat(document.Parts).ToList();
        IEnumerable<string> faults =
        [
            .. contracts.Except(listed).Select(name => $"{name} is not listed"),
            .. listed.Except(contracts).Select(name => $"{name} is listed and is no contract"),
            .. listed.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => $"{same.Key} is listed more than once"),
            .. document.Parts.Where(part => Who(consumed, part).Count > 0)
                .Select(part => $"{part} is a part and is consumed by {Names(Who(consumed, part))}"),
            .. document.Contracts.Where(line => contracts.Contains(line.Contract))
                .SelectMany(line => Faults(line, Who(made, line.Contract), Who(consumed, line.Contract))),
        ];
        return [.. faults.Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Faults(ListedContract line, List<string> made, List<string> consumed)
    {
        if (line.Publisher is not { } publisher)
        {
            // Of the platform's own contracts the messaging library is publisher and consumer, in every service.
            if (!consumed.SequenceEqual(Services))
            {
                yield return $"{line.Contract} is consumed by {Names(consumed)}; the document says every service";
            }

            yield break;
        }

        if (!made.SequenceEqual([publisher]))
        {
            yield return $"{line.Contract} is made by {Names(made)}; the document says {publisher}";
        }

        if (!consumed.SequenceEqual(line.Consumers))
        {
            yield return $"{line.Contract} is consumed by {Names(consumed)}; the document says {Names(line.Consumers)}";
        }
    }

    private static List<string> Who(Dictionary<string, HashSet<string>> does, string contract) =>
        [.. does.Where(entry => entry.Value.Contains(contract)).Select(entry => entry.Key).Order(StringComparer.Ordinal)];

    private static string Names(IReadOnlyCollection<string> services) => services.Count == 0 ? "nobody" : string.Join(", ", services);

    private static List<string> Contracts() =>
        [
            .. typeof(InstitutionRegistered).Assembly.GetExportedTypes()
                .Where(t => t.IsClass && !t.IsAbstract && !t.IsSubclassOf(typeof(Attribute))).Select(t => t.FullName!)];

    // A fact is made where its constructor is called; a copy that is changed by "with" calls none.
    private static HashSet<string> MadeBy(string service)
    {
        using var image = new PEReader(File.OpenRead(Assembly.Load($"Oversight.{service}").Location));
        var metadata = image.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => metadata.StringComparer.Equals(member.Name, ".ctor") && member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => metadata.GetTypeReference((TypeReferenceHandle)member.Parent))
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
                .Where(name => name.StartsWith("Oversight.Contracts.", StringComparison.Ordinal)),
        ];
    }

    private static HashSet<string> ConsumedBy(string service, IServiceProvider services)
    {
        var context = Assembly.Load($"Oversight.{service}").GetTypes()
            .Single(t => t.IsAbstract && typeof(ServiceDbContext).IsAssignableFrom(t));
        var consumers = services.GetRequiredService(typeof(ServiceConsumers<>).MakeGenericType(context));
        var facts = (IReadOnlyCollection<Type>)consumers.GetType()
            .GetProperty(nameof(ServiceConsumers<ServiceDbContext>.Facts))!.GetValue(consumers)!;
        return [.. facts.Select(fact => fact.FullName!)];
    }
}
