using System.Reflection;

namespace Oversight.Contracts.Tests;

/// <summary>Fills a contract record with fixed values, so that its JSON can be frozen: every member set, none null.</summary>
internal static class Sample
{
    public static object Of(Type type, string name = "value")
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return $"{name} 一";
        }

        if (type == typeof(Guid))
        {
            return new Guid("01980000-0000-7000-8000-000000000001");
        }

        if (type == typeof(long) || type == typeof(int))
        {
            return Convert.ChangeType(7, type, null);
        }

        if (type == typeof(bool))
        {
            return true;
        }

        if (type == typeof(DateOnly))
        {
            return new DateOnly(2026, 3, 5);
        }

        if (type == typeof(DateTime))
        {
            return new DateTime(2026, 3, 4, 17, 1, 2, 345, DateTimeKind.Utc);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var item = type.GetGenericArguments()[0];
            var list = Array.CreateInstance(item, 1);
            list.SetValue(Of(item, name), 0);
            return list;
        }

        if (type.IsClass && type.Namespace!.StartsWith("Oversight.Contracts", StringComparison.Ordinal))
        {
            var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
            return constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType, p.Name!))]);
        }

        throw new NotSupportedException($"A contract may not have a member of type {type}.");
    }
}
