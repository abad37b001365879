using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Inspection.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class InspectionSqlServerContext(DbContextOptions<InspectionSqlServerContext> options) : InspectionDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class InspectionPostgreSqlContext(DbContextOptions<InspectionPostgreSqlContext> options) : InspectionDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class InspectionSqliteContext(DbContextOptions<InspectionSqliteContext> options) : InspectionDbContext(options);

/// <inheritdoc />
internal sealed class InspectionSqlServerDesign() : DesignTimeContexts<InspectionSqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class InspectionPostgreSqlDesign() : DesignTimeContexts<InspectionPostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class InspectionSqliteDesign() : DesignTimeContexts<InspectionSqliteContext>(DatabaseProvider.Sqlite);
