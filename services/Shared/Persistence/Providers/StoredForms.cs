using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Oversight.Persistence;

/// <summary>
/// How values are stored, so that they compare alike on every provider: instants as UTC, enumerations by name, ids in the order
/// of their making, text by code point.
/// </summary>
internal static class StoredForms
{
    private const string SqlServer = "Microsoft.EntityFrameworkCore.SqlServer", PostgreSql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>
    /// Collation of every text column and of the database on SQL Server. Its default would compare codes, keys and user names
    /// without regard to case and width, and would find characters outside the basic plane equal to nothing.
    /// </summary>
    public const string SqlServerCollation = "Latin1_General_100_BIN2";

    /// <summary>Collation of every text column on PostgreSQL, whatever locale the database was created with.</summary>
    public const string PostgreSqlCollation = "C";

    /// <summary>Sets the forms up in a context's conventions.</summary>
    /// <param name="conventions">Conventions of the context.</param>
    /// <param name="provider">Name of the context's EF Core provider.</param>
    public static void Apply(ModelConfigurationBuilder conventions, string? provider)
    {
        conventions.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        if (provider == SqlServer)
        {
            conventions.Properties<Guid>().HaveConversion<SqlServerIdConverter>();
        }

        // SQLite compares text by its bytes unless told otherwise.
        if (provider is SqlServer or PostgreSql)
        {
            conventions.Conventions.Add(_ => new BinaryText(provider == SqlServer ? SqlServerCollation : PostgreSqlCollation));
        }
    }

    // A convention that runs last sees columns of every origin: converted enumerations and codes, and the tables of libraries.
    private sealed class BinaryText(string collation) : IModelFinalizingConvention
    {
        public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
        {
            foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(entity => entity.GetDeclaredProperties()))
            {
                if (StoredType(property) == typeof(string))
                {
                    property.Builder.UseCollation(collation);
                }
            }
        }

        private static Type StoredType(IConventionProperty property) =>
            property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
    }
}
