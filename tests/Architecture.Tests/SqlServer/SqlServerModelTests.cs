using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Oversight.Testing.SqlServer;
using Xunit;

namespace Oversight.Architecture.Tests.SqlServer;

/// <summary>Models and migrations keep to the documented limits of SQL Server, and every script is T-SQL. No server is needed.</summary>
public sealed class SqlServerModelTests
{
    // "Maximum capacity specifications for SQL Server": bytes of a clustered and of another index key, parameters of a statement.
    private const int MostClusteredKeyBytes = 900, MostIndexKeyBytes = 1_700, MostNameLength = 128;

    public static TheoryData<string> Contexts => [.. ServiceContexts.All("SqlServer").Select(type => type.FullName!)];

    [Theory, MemberData(nameof(Contexts))]
    public void Index_keys_are_not_too_long(string name)
    {
        using var context = New(name);
        foreach (var table in Tables(context))
        {
            Assert.All(
                table.UniqueConstraints,
                key => AssertFits(key.Name, key.Columns, key.GetIsPrimaryKey() ? MostClusteredKeyBytes : MostIndexKeyBytes));
            Assert.All(table.Indexes, index => AssertFits(index.Name, index.Columns, MostIndexKeyBytes));
            Assert.All(table.Columns, column => Assert.True(column.Name.Length <= MostNameLength, column.Name));
        }
    }

    [Theory, MemberData(nameof(Contexts))]
    public void Every_text_is_compared_by_code_point(string name)
    {
        using var context = New(name);

        var others = Tables(context).SelectMany(table => table.Columns)
            .Where(
                column => column.StoreType.Contains("char", StringComparison.Ordinal) && column.Collation != "Latin1_General_100_BIN2"
                    && !IsJson(column))
            .Select(column => $"{column.Table.Name}.{column.Name}: {column.StoreType} {column.Collation}");

        Assert.Empty(others);
    }

    [Theory, MemberData(nameof(Contexts))]
    public void Every_id_is_stored_in_the_order_of_its_making(string name)
    {
        using var context = New(name);

        Assert.All(Tables(context).SelectMany(table => table.Columns).Where(column => column.StoreType == "uniqueidentifier"), column =>
            Assert.All(
                column.PropertyMappings, mapping => Assert.Equal("SqlServerIdConverter", mapping.TypeMapping.Converter?.GetType().Name)));
    }

    // Error 1785: two ways by which the deletion of one row reaches another.
    [Theory, MemberData(nameof(Contexts))]
    public void One_way_at_most_leads_from_a_table_to_another_by_cascades(string name)
    {
        using var context = New(name);
        foreach (var table in Tables(context))
        {
            var reached = new List<string>();
            Follow(table, reached);
            Assert.Equal(reached.Distinct(), reached);
        }

        static void Follow(ITable table, List<string> reached)
        {
            foreach (var key in table.ReferencingForeignKeyConstraints.Where(key => key.OnDeleteAction == ReferentialAction.Cascade))
            {
                reached.Add(key.Table.Name);
                Follow(key.Table, reached);
            }
        }
    }

    [Theory, MemberData(nameof(Contexts))]
    public void Every_migration_script_is_T_SQL(string name)
    {
        using var context = New(name);
        var migrator = context.GetService<IMigrator>();

        Assert.Empty(TransactSql.Faults(migrator.GenerateScript()));
        Assert.Empty(TransactSql.Faults(migrator.GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent)));
        Assert.Empty(TransactSql.Faults(migrator.GenerateScript(fromMigration: null, toMigration: Migration.InitialDatabase)));
    }

    private static void AssertFits(string name, IReadOnlyList<IColumn> columns, int most)
    {
        Assert.True(name.Length <= MostNameLength, name);
        Assert.True(
            columns.Sum(Bytes) <= most,
            $"{name}: {string.Join(" + ", columns.Select(column => $"{column.Name} {Bytes(column)}"))} of {most} bytes");
    }

    private static int Bytes(IColumn column) => column.StoreType switch
    {
        "uniqueidentifier" => 16,
        "bigint" or "datetime2" or "float" => 8,
        "int" => 4,
        "date" => 3,
        "bit" => 1,
        var type when type.StartsWith("nvarchar(", StringComparison.Ordinal)
            && int.TryParse(type["nvarchar(".Length..^1], out var length) => 2 * length,
        var type when type.StartsWith("varbinary(", StringComparison.Ordinal)
            && int.TryParse(type["varbinary(".Length..^1], out var length) => length,
        var type => throw new InvalidOperationException($"{column.Table.Name}.{column.Name} is {type}, which no key may hold."),
    };

    // A list that EF Core keeps as one JSON text is never compared.
    private static bool IsJson(IColumn column) =>
        column.PropertyMappings.All(mapping => mapping.TypeMapping.ElementTypeMapping is not null);

    private static IEnumerable<ITable> Tables(DbContext context) =>
        context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables;

    private static DbContext New(string name) => ServiceContexts.New(name);
}
