using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Oversight.Testing.SqlServer;

/// <summary>Moves a query to another context: its roots to the tables of that context, its parameters to values of their types.</summary>
/// <param name="context">Where the query goes.</param>
/// <param name="length">How long lists are.</param>
internal sealed class OnSqlServer(DbContext context, int length) : ExpressionVisitor
{
    protected override Expression VisitExtension(Expression node) => node switch
    {
        EntityQueryRootExpression root => new EntityQueryRootExpression(
            (Microsoft.EntityFrameworkCore.Query.IAsyncQueryProvider)((IQueryable)Set(root.ElementType)).Provider,
            context.Model.FindEntityType(root.EntityType.Name) ?? throw new InvalidOperationException(
                $"{context.GetType().Name} has no {root.EntityType.Name}.")),
        QueryParameterExpression parameter => Parameter(Value(parameter.Type), parameter.Type),
        _ => base.VisitExtension(node),
    };

    private object Set(Type entity) => typeof(DbContext).GetMethods()
        .Single(m => m is { Name: nameof(DbContext.Set), IsGenericMethod: true } && m.GetParameters().Length == 0)
            .MakeGenericMethod(entity).Invoke(context, [])!;

    // A member of a captured object is what EF Core takes for a parameter.
    private static MemberExpression Parameter(object? value, Type type)
    {
        var captured = Activator.CreateInstance(typeof(Captured<>).MakeGenericType(type), value)!;
        return Expression.Field(Expression.Constant(captured), nameof(Captured<>.Value));
    }

    private object? Value(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
        {
            return "文";
        }

        if (ParameterTypes.ElementOf(plain) is { } element)
        {
            return Many(plain, element);
        }

        return plain.IsValueType ? Activator.CreateInstance(plain) : null;
    }

    private object? Many(Type type, Type element)
    {
        var array = Array.CreateInstance(element, length);
        for (var i = 0; i < length; i++)
        {
            array.SetValue(element == typeof(string) ? $"文{i}" : element == typeof(Guid) ? Guid.CreateVersion7() : Value(element), i);
        }

        if (type.IsAssignableFrom(array.GetType()))
        {
            return array;
        }

        var made = type.GetConstructor([typeof(IEnumerable<>).MakeGenericType(element)]);
        return made?.Invoke([array]);
    }

    private sealed class Captured<T>(T value)
    {
        public readonly T Value = value;
    }
}

/// <summary>Whether a query has a list among its parameters.</summary>
internal sealed class ParameterTypes : ExpressionVisitor
{
    public bool HasList { get; private set; }

    /// <summary>What a list holds; null for a type that is no list.</summary>
    public static Type? ElementOf(Type type) => type == typeof(string) || type == typeof(byte[])
        || !typeof(IEnumerable).IsAssignableFrom(type)
        ? null
        : type.IsArray ? type.GetElementType() : type.GetTypeInfo().GetInterfaces().Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    protected override Expression VisitExtension(Expression node)
    {
        if (node is QueryParameterExpression parameter)
        {
            HasList |= ElementOf(parameter.Type) is not null;
            return node;
        }

        return base.VisitExtension(node);
    }
}
