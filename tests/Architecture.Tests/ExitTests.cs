using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Complaint;
using Oversight.CreditFile;
using Oversight.Enforcement;
using Oversight.Identity;
using Oversight.Inspection;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;
using Oversight.Registry;
using Oversight.Web;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// All tables of transitions at once: from every state that is not final an act leads out that some role can do, or a date does; and every
/// act is offered by an endpoint, or comes with a date, a fact or a worker.
/// </summary>
/// <remarks>
/// What a table cannot show is in <c>services/adr/0011-acts.md</c>: exits that a guard closes for some records (one supervisor who planned
/// it himself, a term that has passed).
/// </remarks>
public sealed class ExitTests : IAsyncLifetime
{
    // Acts that stand in no table, each with its reason.
    private static readonly Dictionary<string, string> WithoutRow = new()
    {
        ["enforcement.case.File"] = "makes the case",
        ["enforcement.case.TermPassed"] = "noted in any state by a clock; it moves nothing",
        ["enforcement.case.TermSet"] = "noted in any state when a calendar is loaded; it moves nothing",
    };

    private WebApplication _app = null!;

    public ValueTask InitializeAsync()
    {
        var host = ServiceHost.Create([], configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Oversight:Database:Provider"] = "Sqlite",
            ["Oversight:Database:ConnectionString"] = "Data Source={service}.db",
            ["Oversight:Auth:Issuer"] = "http://localhost/",
            ["Oversight:DataPath"] = Path.Combine(Path.GetTempPath(), "oversight-architecture"),
        }));
        host.AddRegistry().AddInspection().AddEnforcement().AddCreditFile().AddComplaint().AddIdentity();
        _app = host.Build();
        _app.MapRegistry();
        _app.MapInspection();
        _app.MapEnforcement();
        _app.MapCreditFile();
        _app.MapComplaint();
        _app.MapIdentity();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void Every_state_has_an_exit_and_every_act_somebody_who_does_it() =>
        Assert.Empty(Tables().SelectMany(table => Faults(table, Offered())));

    [Fact]
    public void There_are_tables_to_look_at() => Assert.True(Tables().Count >= 6, string.Join(", ", Tables().Select(t => t.Subject)));

    [Fact]
    public void A_table_that_a_rule_pack_states_is_one_of_them() =>
        Assert.Contains(Tables(), table => table.Subject == "registry.institution" && table.Acts.Contains("suspend"));

    [Fact]
    public void An_exception_is_named_only_as_long_as_it_is_one() => Assert.Empty(WithoutRow.Keys.Except(
        Tables().SelectMany(table => table.Acts.Except(table.Rows.Select(row => row.Act)).Select(act => $"{table.Subject}.{act}"))));

    [Fact]
    public void Canary_a_dead_end_and_an_act_that_nobody_offers_are_reported()
    {
        var table = new Transitions<Light, Hand>(
            "test.light", [Light.Off],
            new(Hand.Turn, [Light.Off], Light.On, Via.Route("TurnLight")), new(Hand.Dim, [Light.On], null, Via.Date("dusk")));

        Assert.Equal(
            ["test.light: nothing leads out of On", "test.light: no endpoint is called TurnLight", "test.light: Break stands in no row"],
            Faults(table, Offered()));
    }

    [Fact]
    public void An_act_twice_for_one_state_is_refused() => Assert.Throws<ArgumentException>(() => new Transitions<Light, Hand>(
        "test.light", [], new(Hand.Turn, [Light.Off], Light.On, Via.Date("x")), new(Hand.Turn, [Light.Off], null, Via.Date("x"))));

    private static IEnumerable<string> Faults(ITransitions table, IReadOnlySet<string> offered)
    {
        foreach (var state in table.States.Except(table.Final))
        {
            if (!table.Rows.Any(row => row.From.Contains(state) && row.To is { } to && to != state && row.Via is not Via.OfFact))
            {
                yield return $"{table.Subject}: nothing leads out of {state}";
            }
        }

        var service = table.Subject[..(table.Subject.IndexOf('.', StringComparison.Ordinal) + 1)];
        foreach (var missing in table.Rows.SelectMany(row => row.Via is Via.OfRoute route ? route.Operations : []).Distinct()
            .Where(operation => !offered.Contains(service + operation)))
        {
            yield return $"{table.Subject}: no endpoint is called {missing}";
        }

        foreach (var act in table.Acts.Where(
            act => !table.Rows.Any(row => row.Act == act) && !WithoutRow.ContainsKey($"{table.Subject}.{act}")))
        {
            yield return $"{table.Subject}: {act} stands in no row";
        }
    }

    private static List<ITransitions> Tables() =>
    [
        .. new[]
        {
            typeof(RegistryModule), typeof(InspectionModule), typeof(EnforcementModule), typeof(CreditFileModule), typeof(ComplaintModule),
            typeof(IdentityModule),
        }
            .SelectMany(module => module.Assembly.GetTypes())
            .SelectMany(
                type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(property => typeof(ITransitions).IsAssignableFrom(property.PropertyType))
            .Select(property => (ITransitions)property.GetValue(null)!),
    ];

    // Operations whose act the shipped packs give to some role.
    private IReadOnlySet<string> Offered() => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints)
        .Where(endpoint => endpoint.Metadata.GetMetadata<NamedAct>() is { Act: var act } && HasRole(act))
        .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName).OfType<string>().ToHashSet();

    private bool HasRole(string act) => _app.Services.GetServices<ActRules>().Where(rules => rules.Has(act))
        .Any(rules => rules.RolesOf(act, OfficialTime.Today(TimeProvider.System), null).Count > 0);

    private enum Light
    {
        On,
        Off,
    }

    private enum Hand
    {
        Turn,
        Dim,
        Break,
    }
}
