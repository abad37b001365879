using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Oversight.Architecture.Tests.SqlServer;
using Oversight.Persistence;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// An index says by its name whether it is a rule: <c>ux_…</c> refuses what breaks it, <c>ix_…</c> only finds, and a key has neither name.
/// That each <c>ux_</c> is a named refusal or needs none is
/// <see cref="EndpointTests.Every_uniqueness_that_two_acts_can_violate_at_the_same_moment_is_a_refusal"/>.
/// </summary>
public sealed class IndexTests
{
    private const string Unique = "ux_", Search = "ix_";

    public static TheoryData<string> Contexts =>
        [.. ServiceContexts.All("Sqlite").Where(type => typeof(ServiceDbContext).IsAssignableFrom(type)).Select(type => type.FullName!)];

    [Theory, MemberData(nameof(Contexts))]
    public void An_index_is_named_ux_if_and_only_if_it_is_unique(string name)
    {
        using var context = ServiceContexts.New(name);

        Assert.Empty(Misnamed(context.Model));
    }

    [Theory, MemberData(nameof(Contexts))]
    public void A_unique_index_that_the_code_speaks_of_is_in_the_model(string name)
    {
        using var context = ServiceContexts.New(name);

        Assert.Empty(Gone(context.GetType().Assembly.GetTypes(), context.Model));
    }

    [Fact]
    public void Canary_an_index_that_is_named_otherwise_is_reported()
    {
        using var context = new Misnaming();

        Assert.Equal(
            ["Row: ix_rows_code is unique", "Row: ix_rows_key is a key", "Row: rows_text has a name of its own",
                "Row: ux_rows_place is not unique"], Misnamed(context.Model));
    }

    [Fact]
    public void Canary_a_name_of_an_index_that_is_gone_is_reported()
    {
        using var context = new Misnaming();

        Assert.Equal(["Row: ux_rows_renamed is in no table"], Gone([typeof(Row)], context.Model));
    }

    private static List<string> Misnamed(IModel model) =>
    [
        .. Indexes(model).Select(index => (Of: index.DeclaringEntityType.ClrType.Name, Name: index.GetDatabaseName()!, index.IsUnique))
            .Where(index => !index.Name.StartsWith(index.IsUnique ? Unique : Search, StringComparison.Ordinal))
            .Select(index => index.IsUnique ? $"{index.Of}: {index.Name} is unique"
                : index.Name.StartsWith(Unique, StringComparison.Ordinal) ? $"{index.Of}: {index.Name} is not unique"
                : $"{index.Of}: {index.Name} has a name of its own")
            .Concat(Ours(model).SelectMany(entity => entity.GetKeys())
                .Where(
                    key => key.GetName()!.StartsWith(Unique, StringComparison.Ordinal)
                        || key.GetName()!.StartsWith(Search, StringComparison.Ordinal))
                .Select(key => $"{key.DeclaringEntityType.ClrType.Name}: {key.GetName()} is a key"))
            .Order(StringComparer.Ordinal),
    ];

    private static List<string> Gone(IEnumerable<Type> types, IModel model) =>
    [
        .. types.SelectMany(
            type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (Of: field.DeclaringType!.Name, Text: (string)field.GetRawConstantValue()!))
            .Where(constant => constant.Text.StartsWith(Unique, StringComparison.Ordinal) && constant.Text.Length > Unique.Length)
            .Where(
                constant => model.GetEntityTypes().SelectMany(entity => entity.GetIndexes())
                    .All(index => index.GetDatabaseName() != constant.Text))
            .Select(constant => $"{constant.Of}: {constant.Text} is in no table"),
    ];

    // Tables of the libraries keep the names that the libraries gave them.
    private static IEnumerable<IEntityType> Ours(IModel model) => model.GetEntityTypes()
        .Where(entity => entity.ClrType.Namespace!.StartsWith("Oversight.", StringComparison.Ordinal));

    private static IEnumerable<IIndex> Indexes(IModel model) => Ours(model).SelectMany(entity => entity.GetIndexes());

    private sealed class Misnaming : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite("Data Source=never");

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>(row =>
        {
            row.HasKey(r => r.Id).HasName("ix_rows_key");
            row.HasIndex(r => r.Code).IsUnique().HasDatabaseName("ix_rows_code");
            row.HasIndex(r => r.Place).HasDatabaseName("ux_rows_place");
            row.HasIndex(r => r.Text).HasDatabaseName("rows_text");
            row.HasIndex(r => r.Name).IsUnique().HasDatabaseName(Row.NameIndex);
        });
    }

    private sealed class Row
    {
        public const string NameIndex = "ux_rows_name", RenamedIndex = "ux_rows_renamed";

        public int Id { get; init; }

        public string? Code { get; init; }

        public string? Place { get; init; }

        public string? Text { get; init; }

        public string? Name { get; init; }
    }
}
