using Oversight.CreditFile;
using Oversight.Web;

var host = ServiceHost.Create(args);
host.AddCreditFile();
var app = host.Build();
app.MapCreditFile();
return await host.RunAsync(app);
