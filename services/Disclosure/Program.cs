using Oversight.Disclosure;
using Oversight.Web;

var host = ServiceHost.Create(args);
host.AddDisclosure();
var app = host.Build();
app.MapDisclosure();
return await host.RunAsync(app);
