using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Oversight.Testing;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>The ledger against what its publishers have, and the ratings that it announces.</summary>
public sealed class CopyTests
{
    // Worked out here: a rating is of the file, not of a publisher.
    private static readonly string[] DecidedHere =
    [
        nameof(InstitutionFile.Grade), nameof(InstitutionFile.Points), nameof(InstitutionFile.MaxPoints), nameof(InstitutionFile.Rule),
        nameof(InstitutionFile.Digest),
        nameof(InstitutionFile.ToldVersion), nameof(InstitutionFile.ToldRule), nameof(InstitutionFile.ToldOn),
        nameof(InstitutionFile.RatedOn), nameof(InstitutionFile.RatedAt),
        nameof(InstitutionFile.NextChangeOn), nameof(InstitutionFile.NeedsConfirmation), nameof(InstitutionFile.ConfirmedBy),
        nameof(InstitutionFile.ConfirmedAt),
    ];

    [Fact]
    public async Task Each_altered_column_is_found_and_mended()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var state = Facts.State(id, 1);
        PublishedKind register = new("registry", "institution", new StateRecord(id, [new InstitutionAnnounced(
            state,
            [
                new InstitutionEvent(
                    1, "registered", "ACTIVE", CreditUnderTest.Start.UtcDateTime, Facts.Day("2026-01-01"),
                    new Ground("民办教育促进法", "第十八条"))])]));
        PublishedKind penalties = new("enforcement", "penalty", new StateRecord(penalty, [Facts.Decided(id, penalty, "2026-11-01")]));
        await credit.Services.TakePageAsync<CreditFileDbContext>(register, StatePurposes.Rebuild);
        await credit.Services.TakePageAsync<CreditFileDbContext>(penalties, StatePurposes.Rebuild);

        await credit.Services.EachAlterationIsFoundAsync<CreditFileDbContext, CreditFact>(
            penalties, nameof(CreditFact.RecordedAt), nameof(CreditFact.SourceKind), nameof(CreditFact.SourceId), nameof(CreditFact.Event),
            nameof(CreditFact.SourceVersion));
        await credit.Services.EachAlterationIsFoundAsync<CreditFileDbContext, InstitutionFile>(register, DecidedHere);
    }

    [Fact]
    public async Task A_fact_whose_natural_key_was_altered_is_missing_and_the_row_goes_with_the_next_epoch()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        var decided = Facts.Decided(id, penalty, "2026-11-01");
        // As if the id had been altered.
        await credit.Services.TakeAsync<CreditFileDbContext>(decided with { PenaltyId = Guid.CreateVersion7() });
        PublishedKind penalties = new("enforcement", "penalty", new StateRecord(penalty, [decided]));

        // Nothing tells it from a penalty that was decided after the page was made.
        Assert.Contains(
            "missing", await credit.Services.TakePageAsync<CreditFileDbContext>(penalties, StatePurposes.Mend), StringComparison.Ordinal);
        Assert.Equal(2, await credit.ReadAsync(context => Task.FromResult(context.CreditFacts.Count())));

        await credit.Services.TakePageAsync<CreditFileDbContext>(penalties, StatePurposes.Mend, TakenFacts.SecondEpoch);
        Assert.Equal(penalty, await credit.ReadAsync(context => Task.FromResult(context.CreditFacts.Single().SourceId)));
    }

    [Fact]
    public async Task A_penalty_that_a_restore_lost_counts_no_longer()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        await credit.TakeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01"));
        Assert.Equal(("A", 900), await credit.LiveAsync(id));

        await credit.Services.TakePageAsync<CreditFileDbContext>(
            new PublishedKind("enforcement", "penalty"), StatePurposes.Mend, TakenFacts.SecondEpoch);

        Assert.Equal(1000, (await credit.LiveAsync(id)).Points);
    }

    [Fact]
    public async Task The_rating_is_announced_as_it_was_told()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        await credit.TakeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01"));
        var told = (await credit.FactsOfAsync(id))
            .FindLast(fact => fact.Contract == nameof(RatingChanged)).Payload.Deserialize<RatingChanged>(WireJson.Options)!;

        await using var scope = credit.Services.CreateAsyncScope();
        var records = await ActivatorUtilities.CreateInstance<RatingStates>(scope.ServiceProvider)
            .PageAsync(null, 10, null, TestContext.Current.CancellationToken);

        var announced = Assert.IsType<RatingChanged>(Assert.Single(Assert.Single(records).Facts));
        Assert.Equal(StateDigest.Of(told), StateDigest.Of(announced));
    }
}
