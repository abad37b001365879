using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Oversight.Persistence.PersonalData;

/// <summary>A row of a table, as far as a rotation needs it.</summary>
/// <param name="Key">Values of the primary key.</param>
/// <param name="Fields">Field name of each encrypted property.</param>
/// <param name="Values">Value of each: text, bytes or null.</param>
internal sealed record EncryptedRow(IReadOnlyList<object> Key, IReadOnlyList<string> Fields, IReadOnlyList<object?> Values);

/// <summary>
/// A table with encrypted columns, read in the order of its primary key and changed value by value. It is found and described by the
/// model alone; its entities are never made, so that nothing of them can be saved by accident, their versions least of all.
/// </summary>
internal abstract class EncryptedTable(IEntityType entity)
{
    private protected IReadOnlyList<EncryptedProperty> Encrypted { get; } = EncryptedProperties.Of(entity);

    private protected IReadOnlyList<IProperty> Key { get; } = entity.FindPrimaryKey()!.Properties;

    /// <summary>Name of the table.</summary>
    public string Name { get; } = entity.GetTableName()!;

    /// <summary>All tables with encrypted columns, in the order of their names.</summary>
    public static IReadOnlyList<EncryptedTable> Of(IModel model) =>
    [
        .. model.GetEntityTypes().Where(entity => EncryptedProperties.Of(entity).Count > 0)
            .Select(entity => (EncryptedTable)Activator.CreateInstance(typeof(EncryptedTable<>).MakeGenericType(entity.ClrType), entity)!)
            .OrderBy(table => table.Name, StringComparer.Ordinal),
    ];

    /// <summary>The next rows.</summary>
    /// <param name="context">The service's context.</param>
    /// <param name="after">Position of the last row before (<see cref="PositionOf"/>); null reads from the beginning.</param>
    /// <param name="most">At most so many rows.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public abstract Task<IReadOnlyList<EncryptedRow>> ReadAsync(DbContext context, string? after, int most, CancellationToken cancellation);

    /// <summary>Puts new values in the place of those that were read.</summary>
    /// <returns>False if the row is gone or one of the values was changed meanwhile: then nothing was changed.</returns>
    public abstract Task<bool> ReplaceAsync(
        DbContext context, EncryptedRow row, IReadOnlyList<object?> values, CancellationToken cancellation);

    /// <summary>The primary key as text.</summary>
    public static string PositionOf(EncryptedRow row) =>
        JsonSerializer.Serialize(row.Key.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    private protected object[] Read(string position) =>
        [.. JsonSerializer.Deserialize<string[]>(position)!.Zip(Key, (text, property) => Parse(text, property.ClrType))];

    private static object Parse(string text, Type type) => type switch
    {
        _ when type == typeof(Guid) => Guid.Parse(text),
        _ when type == typeof(string) => text,
        _ => Convert.ChangeType(text, type, CultureInfo.InvariantCulture),
    };

    // Here and not in the table of an entity, whose nested types have that entity as a parameter too.
    private protected sealed class Captured<T>(T value)
    {
        public readonly T Value = value;
    }
}

/// <inheritdoc />
internal sealed class EncryptedTable<TEntity>(IEntityType entity) : EncryptedTable(entity)
    where TEntity : class
{
    private static readonly ParameterExpression Row = Expression.Parameter(typeof(TEntity), "row");

    public override async Task<IReadOnlyList<EncryptedRow>> ReadAsync(
        DbContext context, string? after, int most, CancellationToken cancellation)
    {
        var rows = context.Set<TEntity>().IgnoreQueryFilters().AsNoTracking();
        rows = after is null ? rows : rows.Where(Lambda<bool>(IsAfter(Read(after))));
        var read = await InOrder(rows).Take(most).Select(Columns()).ToListAsync(cancellation);
        return [.. read.Select(ToRow)];
    }

    public override async Task<bool> ReplaceAsync(
        DbContext context, EncryptedRow row, IReadOnlyList<object?> values, CancellationToken cancellation)
    {
        var changed = Enumerable.Range(0, values.Count).Where(i => !ReferenceEquals(values[i], row.Values[i])).ToList();
        var same = Key.Select((property, i) => Expression.Equal(Value(property), Parameter(row.Key[i], property.ClrType)))
            .Concat(
                changed.Select(
                    i => Expression.Equal(Value(Encrypted[i].Property), Parameter(row.Values[i]!, Encrypted[i].Property.ClrType))));
        return await context.Set<TEntity>().IgnoreQueryFilters().Where(Lambda<bool>(same.Aggregate(Expression.AndAlso))).ExecuteUpdateAsync(
            set => changed.ForEach(i => Set(set, Encrypted[i].Property, values[i]!)), cancellation) == 1;
    }

    private static void Set(UpdateSettersBuilder<TEntity> set, IProperty property, object value)
    {
        _ = value is byte[] bytes
            ? set.SetProperty(Lambda<byte[]>(Value(property)), bytes)
            : set.SetProperty(Lambda<string>(Value(property)), (string)value);
    }

    private static Expression<Func<TEntity, T>> Lambda<T>(Expression body) => Expression.Lambda<Func<TEntity, T>>(body, Row);

    private static MethodCallExpression Value(IProperty property) =>
        Expression.Call(typeof(EF), nameof(EF.Property), [property.ClrType], Row, Expression.Constant(property.Name));

    // A member of an object, as a captured variable is: EF Core makes a parameter of it, where a constant would be another query each time.
    private static MemberExpression Parameter(object value, Type type) =>
        Expression.Field(
            Expression.Constant(Activator.CreateInstance(typeof(Captured<>).MakeGenericType(type), value)), nameof(Captured<>.Value));

    private BinaryExpression IsAfter(object[] position)
    {
        var all = Key.Select((property, i) =>
        {
            var before = Key.Take(i).Select((equal, j) => Expression.Equal(Value(equal), Parameter(position[j], equal.ClrType)));
            return before.Append(IsGreater(property, Parameter(position[i], property.ClrType))).Aggregate(Expression.AndAlso);
        });
        return all.Aggregate(Expression.OrElse);
    }

    private static BinaryExpression IsGreater(IProperty property, Expression value)
    {
        if (property.ClrType != typeof(Guid) && property.ClrType != typeof(string))
        {
            return Expression.GreaterThan(Value(property), value);
        }

        var compare = property.ClrType.GetMethod(
            nameof(string.CompareTo), BindingFlags.Instance | BindingFlags.Public, [property.ClrType])!;
        return Expression.GreaterThan(Expression.Call(Value(property), compare, value), Expression.Constant(0));
    }

    private IQueryable<TEntity> InOrder(IQueryable<TEntity> rows)
    {
        var query = rows.Expression;
        for (var i = 0; i < Key.Count; i++)
        {
            query = Expression.Call(
                typeof(Queryable), i == 0 ? nameof(Queryable.OrderBy) : nameof(Queryable.ThenBy), [typeof(TEntity), Key[i].ClrType], query,
                Expression.Quote(Expression.Lambda(Value(Key[i]), Row)));
        }

        return rows.Provider.CreateQuery<TEntity>(query);
    }

    private Expression<Func<TEntity, object?[]>> Columns() => Lambda<object?[]>(Expression.NewArrayInit(
        typeof(object),
        Key.Concat(Encrypted.Select(e => e.Property)).Concat(Encrypted.SelectMany(e => e.BoundTo)).Select(
            property => Expression.Convert(Value(property), typeof(object)))));

    private EncryptedRow ToRow(object?[] columns)
    {
        var bound = columns.Skip(Key.Count + Encrypted.Count).ToList();
        var fields = new List<string>();
        foreach (var property in Encrypted)
        {
            fields.Add(property.FieldOf(bound.GetRange(0, property.BoundTo.Count)));
            bound.RemoveRange(0, property.BoundTo.Count);
        }

        return new EncryptedRow(
            [.. columns.Take(Key.Count).Select(value => value!)], fields, columns[Key.Count..(Key.Count + Encrypted.Count)]);
    }
}
