using System.Data.SqlTypes;
using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Tests.Providers;

/// <summary>Values compare and sort alike on every provider.</summary>
public sealed class StoredFormTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 4, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void SQL_Server_compares_stored_ids_in_the_order_of_their_making()
    {
        var made = Enumerable.Range(0, 500).Select(day => Guid.CreateVersion7(Noon.AddHours(day))).ToList();

        var sorted = made.Select(SqlServerIdConverter.ToStored).OrderBy(stored => new SqlGuid(stored))
            .Select(SqlServerIdConverter.FromStored);

        Assert.Equal(made, sorted);
    }

    [Fact]
    public void A_stored_id_is_the_same_id_again() =>
        Assert.All(
            Enumerable.Range(0, 200).Select(_ => Guid.NewGuid()),
            id => Assert.Equal(id, SqlServerIdConverter.FromStored(SqlServerIdConverter.ToStored(id))));

    [Theory, DatabaseData]
    public async Task Ids_sort_in_the_order_of_their_making(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var made = Enumerable.Range(0, 60).Select(day => Guid.CreateVersion7(Noon.AddDays(day))).ToList();
        await AddAsync(database, [.. made.OrderBy(_ => Random.Shared.Next()).Select(id => (id, id.ToString("N")))]);

        Assert.Equal(made, await database.ReadAsync(c => c.Accounts.OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(Cancellation)));
        Assert.Equal(
            made[30..], await database.ReadAsync(
                c => c.Accounts.Where(a => a.Id.CompareTo(made[29]) > 0).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task Text_is_equal_only_to_itself_and_sorts_by_code_point(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        // Case, width, accents, rare Han characters (extension A and B), numerals: everything that some collation holds to be equal or
        // nothing.
        string[] texts = ["A-1", "a-1", "Ａ-1", "Á-1", "㐀", "𠀀", "𠀁", "一", "壹", "１", "1", "甬教罚〔2026〕1号", "甬教罚【2026】1号"];
        await AddAsync(database, [.. texts.Select(text => (Guid.NewGuid(), text))]);

        foreach (var text in texts)
        {
            Assert.Equal(
                [text], await database.ReadAsync(
                    c => c.Accounts.Where(a => a.Number == text).Select(a => a.Number).ToListAsync(Cancellation)));
            Assert.Equal(
                [text], await database.ReadAsync(
                    c => c.Accounts.Where(a => texts.Contains(a.Number) && a.Number.StartsWith(text)).Select(a => a.Number)
                        .ToListAsync(Cancellation)));
        }

        var basic = texts.Where(text => !text.Any(char.IsSurrogate)).ToArray();
        Assert.Equal(
            basic.Order(StringComparer.Ordinal),
            await database.ReadAsync(
                c => c.Accounts.Where(a => basic.Contains(a.Number)).OrderBy(a => a.Number).Select(a => a.Number)
                    .ToListAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_long_list_of_values_compares_as_a_short_one(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await AddAsync(database, [(Guid.NewGuid(), "A-1"), (Guid.NewGuid(), "a-1")]);
        var many = Enumerable.Range(0, 5_000).Select(i => $"N-{i}").Append("a-1").ToList();

        Assert.Equal(
            ["a-1"], await database.ReadAsync(
                c => c.Accounts.Where(a => many.Contains(a.Number)).Select(a => a.Number).ToListAsync(Cancellation)));
    }

    private static Task<int> AddAsync(LedgerDatabase database, (Guid Id, string Number)[] accounts) => database.ReadAsync(c =>
    {
        c.Accounts.AddRange(accounts.Select(a => new Account { Id = a.Id, Number = a.Number }));
        return c.SaveChangesAsync(Cancellation);
    });
}
